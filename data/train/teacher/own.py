"""Our own trees: stand-off annotations and the texts they stand in become CoNLL-U for train.py.

    python3 data/train/teacher/own.py --texts ../shared/quotations/train.jsonl --out target/own/trees.conllu

A row of data/train/annotations/trees.csv is the sentence's id and its words, each as START:END/UPOS/HEAD/DEPREL;
offsets are code points of the article's text, "*1" and "*2" are the two words of a contraction ("am": "an", "dem").
"""
import argparse
import csv
import json
import os

CONTRACTIONS = {
    "am": "an dem", "ans": "an das", "aufs": "auf das", "beim": "bei dem", "durchs": "durch das", "fürs": "für das",
    "im": "in dem", "ins": "in das", "ums": "um das", "vom": "von dem", "zum": "zu dem", "zur": "zu der",
    "übers": "über das", "unters": "unter das", "unterm": "unter dem", "vors": "vor das", "vorm": "vor dem",
    "hinterm": "hinter dem", "überm": "über dem", "hinters": "hinter das",
}


def words(text, cells):
    """Form, place, UPOS, head, relation of each word."""
    for cell in cells.split(" "):
        place, upos, head, deprel = cell.split("/")
        place, _, part = place.partition("*")
        start, end = map(int, place.split(":"))
        form = text[start:end]
        if part:
            split = CONTRACTIONS[form.lower()].split(" ")[int(part) - 1]
            form = split.capitalize() if part == "1" and form[0].isupper() else split
        yield form, (start, end), part, upos, head, deprel


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--texts", required=True, help="JSON Lines of articles, several with commas")
    options.add_argument("--trees", default="data/train/annotations/trees.csv")
    options.add_argument("--out", required=True)
    o = options.parse_args()
    texts = {}
    for path in o.texts.split(","):
        with open(path, encoding="utf8") as file:
            for line in file:
                article = json.loads(line)
                texts[article["id"]] = article["text"]
    os.makedirs(os.path.dirname(o.out) or ".", exist_ok=True)
    lost = 0
    with open(o.trees, encoding="utf8") as rows, open(o.out, "w", encoding="utf8") as out:
        for row in csv.DictReader(rows):
            text = texts.get(row["sentence"].rpartition("-")[0])
            if text is None:
                lost += 1
                continue
            lines, own = [], list(words(text, row["words"]))
            for at, (form, place, part, upos, head, deprel) in enumerate(own):
                after = next((p for _, p, *_ in own[at + 1 :] if p != place), None)
                note = "SpaceAfter=No" if after and after[0] == place[1] and part != "1" else "_"
                if part == "1":
                    glued = "SpaceAfter=No" if after and after[0] == place[1] else "_"
                    lines.append(f"{at + 1}-{at + 2}\t{text[slice(*place)]}" + "\t_" * 7 + f"\t{glued}")
                lines.append(f"{at + 1}\t{form}\t_\t{upos}\t_\t_\t{head}\t{deprel}\t_\t{'_' if part else note}")
            out.write(f"# sent_id = {row['sentence']}\n" + "\n".join(lines) + "\n\n")
    print(f"{o.out} written; {lost} sentences without their text")


if __name__ == "__main__":
    main()
