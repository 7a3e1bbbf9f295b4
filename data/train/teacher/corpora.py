"""The corpora as examples: words with their pieces, and what is known of each.

A sentence knows its tree, its tags, its features and its names, or only some of these; what it does not know costs nothing
in training. Names of a corpus that knows fewer classes allow more than one tag for a word that it leaves bare.
"""
import random

UPOS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
# as src/ud has them, in its order
DEPREL = """acl acl:relcl advcl advmod amod appos aux aux:pass case cc ccomp compound compound:prt conj cop csubj
csubj:pass dep det det:poss discourse expl expl:pv fixed flat iobj mark nmod nsubj nsubj:pass nummod obj obl obl:arg
orphan parataxis punct reparandum root vocative xcomp""".split()
CLASSES, KINDS = ["PER", "LOC", "ORG", "OTH"], ["", "deriv", "part"]
NAME_TAGS = 1 + 2 * len(CLASSES) * len(KINDS)
FEATS = """Case=Acc,Dat,Gen,Nom Definite=Def,Ind Degree=Cmp,Pos,Sup Gender=Fem,Masc,Neut Mood=Imp,Ind,Sub Number=Plur,Sing
NumType=Card,Ord Person=1,2,3 Polarity=Neg Polite=Form Poss=Yes
PronType=Art|Dem|Dem,Rel|Emp|Ind|Int|Int,Rel|Neg|Prs|Rcp|Rel|Tot Reflex=Yes Tense=Past,Pres VerbForm=Fin,Inf,Part"""
KNOWN = {
    name: set(values.split("|" if "|" in values else ","))
    for name, values in (row.split("=") for row in FEATS.split())
}
SOURCES = ["any", "gsd", "pud", "hdt", "tiger", "cdt", "own"]


def feats(text):
    """The features that the product knows, in its order; "_" where there is none."""
    pairs = dict(pair.split("=", 1) for pair in text.split("|") if "=" in pair)
    kept = [f"{name}={pairs[name]}" for name in KNOWN if pairs.get(name) in KNOWN[name]]
    return "|".join(kept) or "_"


def relation(text):
    for name in (text, text.split(":")[0]):
        if name in DEPREL:
            return DEPREL.index(name)
    return DEPREL.index("dep")


def name_tag(tag):
    """The number of `B-LOCderiv` and the like, as src/syntax numbers them."""
    if tag == "O":
        return 0
    kind = next((k for k in (1, 2) if tag.endswith(KINDS[k])), 0)
    place = CLASSES.index(tag[2:5]) * len(KINDS) + kind
    return 1 + place * 2 + (tag[0] == "I")


def trees(path, source, tags=True, features=True):
    """The sentences of a CoNLL-U file."""
    found = []
    for block in open(path, encoding="utf8").read().strip().split("\n\n"):
        own, words, until, tight = source, [], 0, False
        for line in block.split("\n"):
            if line.startswith("#"):
                if source == "gsd" and line.startswith("# parallel_id"):
                    own = "pud"
                continue
            c = line.split("\t")
            if "." in c[0]:
                continue
            if "-" in c[0]:
                until, glued = int(c[0].split("-")[1]), "SpaceAfter=No" in c[9]
                continue
            words.append((c, not tight))
            inside = int(c[0]) < until
            last = int(c[0]) == until
            tight = False if inside else glued if last else "SpaceAfter=No" in c[9]
        found.append(
            dict(
                forms=[c[1] for c, _ in words],
                spaces=[space for _, space in words],
                upos=[UPOS.index(c[3]) if c[3] in UPOS else 16 for c, _ in words] if tags else None,
                feats=[feats(c[5]) for c, _ in words] if features else None,
                heads=[int(c[6]) for c, _ in words],
                deprels=[relation(c[7]) for c, _ in words],
                names=None,
                source=SOURCES.index(own),
                block=block,
            )
        )
    return found


CONTRACTIONS = {
    row.split()[0]: row.split()[1:]
    for row in """am an dem|ans an das|aufs auf das|beim bei dem|durchs durch das|fürs für das|hinterm hinter dem|hinters hinter das
im in dem|ins in das|ums um das|unterm unter dem|unters unter das|vom von dem|vorm vor dem|vors vor das|zum zu dem|zur zu der
überm über dem|übers über das""".replace("\n", "|").split("|")
}


def names(path, column, partial=False):
    """The sentences of a corpus of names; `partial`: it marks PER, LOC, ORG and nothing else.

    Spaces are not told: they are put where German has them.
    """
    found = []
    for block in open(path, encoding="utf8").read().strip().split("\n\n"):
        forms, spaces, tags, tight, quoted = [], [], [], True, False
        for line in block.split("\n"):
            c = line.split("\t")
            if line.startswith("#") or len(c) < 3 or not c[0].isdigit():
                continue
            form, tag = c[1], c[column] if c[column][:1] in "BIO" else "O"
            space = not tight and form not in list(",.;:!?)]%“”’'…")
            tight = form in list("([„‚")
            if form in ('"', "''", "``"):
                space, tight, quoted = not quoted and space, not quoted, not quoted
            low = form.lower()
            parts = [form]
            if low in CONTRACTIONS and not partial and not form[1:2].isupper():
                first, second = CONTRACTIONS[low]
                parts = [first.capitalize() if form[0].isupper() else first, second]
            for i, part in enumerate(parts):
                forms.append(part)
                spaces.append(space or i > 0)
                tags.append("I" + tag[1:] if i and tag != "O" else tag)
        if not forms:
            continue
        allowed = []
        for tag in tags:
            number = name_tag(tag)
            if partial and number == 0:
                plain = {name_tag(f"{b}-{c}") for b in "BI" for c in ("PER", "LOC", "ORG")}
                allowed.append([t for t in range(NAME_TAGS) if t not in plain])
            else:
                allowed.append([number])
        found.append(
            dict(forms=forms, spaces=spaces, upos=None, feats=None, heads=None, deprels=None,
                 names=allowed, source=0, block=None)
        )
    return found


UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
QUOTES = [("„", "“"), ("»", "«"), ("«", "»"), ('"', '"'), ("“", "”")]


def varied(example, rng):
    """The same sentence as others would type it: Swiss ss, spelled umlauts, other quotation marks, a name in capitals."""
    forms = list(example["forms"])
    if rng.random() < 0.1:
        forms = [form.replace("ß", "ss") for form in forms]
    if rng.random() < 0.03:
        forms = ["".join(UMLAUTS.get(c, c) for c in form) for form in forms]
    if rng.random() < 0.3:
        (left, right), open_ = rng.choice(QUOTES), False
        for i, form in enumerate(forms):
            if form in list('„“”»«"') or form in ("``", "''"):
                open_ = not open_
                forms[i] = left if open_ else right
    if rng.random() < 0.06 and example["upos"]:
        forms = [
            form.upper() if u == 11 and len(form) > 2 and rng.random() < 0.7 else form
            for form, u in zip(forms, example["upos"])
        ]
    return {**example, "forms": forms}
