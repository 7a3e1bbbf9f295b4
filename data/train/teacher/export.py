"""Makes the product's file of the large analyser, data/de/encoder.bin, from a checkpoint of train.py.

    python3 data/train/teacher/export.py --encoder e5-small-q4.bin --checkpoint target/teacher/epoch-6.npz

Pieces that German text does not use are left out. Embeddings stay in their blocks of 4 bits, layers get 8 bits with a scale for
each row, all else 32. The form of the file is that of src/language/model.
"""
import argparse
import collections
import gzip
import lzma
import os
import re
import struct

import numpy as np

import corpora
from encoder import Encoder, Pieces

FLOAT, SHORT, BYTE, TEXT, BLOCKS = range(5)
WORD = re.compile(r"\w+(?:-\w+)*|[^\w\s]")


def array(name, kind, values, rows=None, columns=None):
    """The bytes of an array: name, kind, rows, columns, then scales and values."""
    if kind == TEXT:
        body = values.encode()
        rows, columns = len(body), 1
    elif kind == BLOCKS:
        body = values.tobytes()
    else:
        values = np.asarray(values, np.float32)
        values = values.reshape(1, -1) if values.ndim == 1 else values
        rows, columns = values.shape
        if kind == FLOAT:
            body = values.astype("<f4").tobytes()
        else:
            top = 127 if kind == BYTE else 32767
            scales = np.abs(values).max(1) / top
            units = np.divide(values, scales[:, None], where=scales[:, None] > 0, out=np.zeros_like(values))
            units = np.clip(np.round(units), -top, top).astype("<i1" if kind == BYTE else "<i2")
            body = scales.astype("<f4").tobytes() + units.tobytes()
    head = struct.pack("<B", len(name)) + name.encode() + struct.pack("<BII", kind, rows, columns)
    return head + body


def counts(folder, encoder):
    """How often German text uses each piece: plenary protocols, the treebanks, names, and each form of the lexicon once."""
    words = collections.Counter()
    with lzma.open(folder + "/raw/bundestag.txt.xz", "rt", encoding="utf8") as text:
        for line in text:
            words.update(WORD.findall(line))
    words = collections.Counter({w: n for w, n in words.items() if n > 2})
    for name in ("train", "hdt", "gsd_sample", "cdt"):
        for sentence in corpora.trees(f"{folder}/ud/{name}.conllu", "gsd"):
            words.update(sentence["forms"] * 3)
    for sentence in corpora.names(folder + "/names/train.tsv", 2):
        words.update(sentence["forms"] * 3)
    with gzip.open(folder + "/lexicon/morphology.tsv.gz", "rt", encoding="utf8") as text:
        words.update({line.split("\t")[0] for line in text})
    pieces = Pieces(encoder.pieces, encoder.scores, encoder.normal, encoder.unk)
    found = collections.Counter()
    for word, n in words.items():
        for space in (True, False):
            for piece in pieces.word(word, space):
                found[piece] += n if space else n / 20
    return found


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--encoder", required=True)
    options.add_argument("--checkpoint", required=True)
    options.add_argument("--corpora", default="../shared/corpora")
    options.add_argument("--out", default="data/de/encoder.bin")
    options.add_argument("--pieces", default="target/teacher/pieces.npy", help="the choice of pieces, kept")
    options.add_argument("--rare", type=float, default=2, help="pieces seen less often in German are left out")
    options.add_argument("--frequent", type=int, default=40000, help="of the most frequent pieces of all languages those in Latin letters stay, for names")
    o = options.parse_args()
    encoder = Encoder(o.encoder)
    if not os.path.exists(o.pieces):
        found = counts(o.corpora, encoder)
        near = lambda piece: all(ord(c) < 0x250 or c == "\u2581" for c in piece)
        letter = lambda p: len(p.strip("\u2581")) <= 1 and all(ord(c) < 0x590 or 0x1E00 <= ord(c) < 0x2600 for c in p)
        kept = [
            i for i, piece in enumerate(encoder.pieces)
            if i in (encoder.bos, encoder.eos, encoder.unk)
            or found[i] >= o.rare
            or letter(piece)
            or (i < o.frequent and near(piece))
        ]
        os.makedirs(os.path.dirname(o.pieces), exist_ok=True)
        np.save(o.pieces, np.array([i for i in kept if "\n" not in encoder.pieces[i]]))
    kept = np.load(o.pieces)
    saved = np.load(o.checkpoint)
    folder = os.path.dirname(o.checkpoint)
    members = np.load(folder + "/members.npy")
    sets = open(folder + "/feats.txt", encoding="utf8").read()
    letters = {c for i in kept for c in encoder.pieces[i]}
    normal = [
        f"{c}\t{text}" for c, text in sorted(encoder.normal.items())
        if c not in "\n\t\r" and not set(text) & set("\n\t\r") and ord(c) < 0x10000 and set(text) <= letters | {" "}
    ]
    width = encoder.width
    blocks = encoder.blocks("emb.word").reshape(-1, width // 32, 18)
    depth = sum(name.endswith("/q.w") for name in saved.files)
    arrays = [
        array("shape", FLOAT, [encoder.heads, depth]),
        array("pieces", TEXT, "\n".join(encoder.pieces[i] for i in kept)),
        array("piece.scores", FLOAT, encoder.scores[kept]),
        array("normal", TEXT, "\n".join(normal)),
        array("embeddings", BLOCKS, blocks[kept], len(kept), width),
        array("positions", SHORT, saved["body/positions"][:512] + saved["body/type"]),
        array("norm.w", FLOAT, saved["body/norm.w"]),
        array("norm.b", FLOAT, saved["body/norm.b"]),
    ]
    for i in range(depth):
        get = lambda name: saved[f"body/layers{i}/{name}"]
        arrays.append(array(f"{i}.qkv", BYTE, np.concatenate([get(n + ".w") for n in "qkv"], 1)))
        arrays.append(array(f"{i}.qkv.b", FLOAT, np.concatenate([get(n + ".b") for n in "qkv"])))
        for name in ("ao", "fi", "fo"):
            arrays.append(array(f"{i}.{name}", BYTE, get(name + ".w")))
            arrays.append(array(f"{i}.{name}.b", FLOAT, get(name + ".b")))
        for name in ("aln", "oln"):
            arrays += [array(f"{i}.{name}.{part}", FLOAT, get(f"{name}.{part}")) for part in "wb"]
    get = lambda name: saved["scorers/" + name]
    bias = get("projection.bias") + get("sources")[0] @ get("projection")
    arrays.append(array("projection", SHORT, get("projection")))
    arrays.append(array("projection.bias", FLOAT, bias))
    arrays.append(array("feats", SHORT, get("feats") + get("feats.values") @ members))
    arrays += [array(name, SHORT, get(name)) for name in ("upos", "names", "arcs", "labels")]
    for name in ("upos", "feats", "names", "arcs", "labels"):
        arrays.append(array(name + ".bias", FLOAT, get(name + ".bias")))
    arrays += [array(name, FLOAT, get(name)) for name in ("arc.root", "distances", "label.root")]
    arrays.append(array("names.next", FLOAT, np.zeros(0)))
    arrays.append(array("feats.sets", TEXT, sets))
    data = b"tripel1\n" + struct.pack("<I", len(arrays)) + b"".join(arrays)
    with open(o.out + ".tmp", "wb") as file:
        file.write(data)
    os.replace(o.out + ".tmp", o.out)
    print(f"{len(kept)} pieces, {depth} layers, {len(data) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
