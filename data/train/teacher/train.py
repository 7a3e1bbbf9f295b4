"""Tunes the lower layers of a pretrained encoder as the analyser of German: tags, features, trees and names at once.

    python3 data/train/teacher/train.py --encoder e5-small-q4.bin --corpora ../shared/corpora --out target/teacher

In: treebanks and names (corpora.py), the encoder (encoder.py). Out: a checkpoint after each epoch (`epoch-N.npz`, from which
`export.py` makes the product's file), and the scores on dev. `--start` goes on from a checkpoint or from the product's file.
The scorers are those of src/language/model/scorers.rs. Embeddings of pieces stay as they are, at 4 bits.
"""
import argparse
import os
import random
import struct
import time

import jax
import jax.numpy as jnp
import numpy as np

import corpora
from encoder import Encoder, Pieces

jax.config.update("jax_default_prng_impl", "unsafe_rbg")
ARC, LABEL, TAG, NAME, REACH = 192, 192, 192, 128, 12
PROJECTION = 2 * ARC + 2 * LABEL + TAG + NAME
# pieces, words and sentences of a batch
BUCKETS = [(24, 20, 48), (40, 32, 32), (64, 48, 20), (100, 80, 12), (160, 128, 6), (320, 256, 2)]


def parameters(encoder, depth, members, sets, seed):
    key = jax.random.split(jax.random.PRNGKey(seed), 16)
    width = encoder.width
    layers = []
    for i in range(depth):
        layer = {}
        for name, inputs in (("q", width), ("k", width), ("v", width), ("ao", width), ("fi", width),
                             ("fo", encoder.inner)):
            layer[name + ".w"] = encoder.matrix(f"l{i}.{name}.w", inputs).T
            layer[name + ".b"] = encoder.vector(f"l{i}.{name}.b")
        for name in ("aln", "oln"):
            layer[name + ".w"] = encoder.vector(f"l{i}.{name}.w")
            layer[name + ".b"] = encoder.vector(f"l{i}.{name}.b")
        layers.append(layer)
    body = {
        "positions": encoder.vector("emb.pos").reshape(-1, width),
        "type": encoder.vector("emb.type").reshape(-1, width)[0],
        "norm.w": encoder.vector("emb.ln.w"),
        "norm.b": encoder.vector("emb.ln.b"),
        "layers": layers,
    }
    new = lambda k, rows, columns: jax.random.normal(key[k], (rows, columns)) / np.sqrt(rows)
    scorers = {
        "sources": jnp.zeros((len(corpora.SOURCES), width)),
        "projection": new(0, width, PROJECTION),
        "projection.bias": jnp.zeros(PROJECTION),
        "upos": new(1, TAG, len(corpora.UPOS)) * 0.3,
        "upos.bias": jnp.zeros(len(corpora.UPOS)),
        "feats": new(2, TAG, sets) * 0.1,
        "feats.values": new(3, TAG, members.shape[0]) * 0.3,
        "feats.bias": jnp.zeros(sets),
        "names": new(4, NAME, corpora.NAME_TAGS) * 0.3,
        "names.bias": jnp.zeros(corpora.NAME_TAGS),
        "arcs": new(5, ARC, ARC) * 0.5,
        "arcs.bias": jnp.zeros(ARC),
        "arc.root": jax.random.normal(key[6], (ARC,)) * 0.1,
        "distances": jnp.zeros(2 * REACH + 2),
        "label.root": jax.random.normal(key[7], (LABEL,)) * 0.1,
        "labels": new(8, LABEL, len(corpora.DEPREL)),
        "labels.bias": jnp.zeros(len(corpora.DEPREL)),
    }
    return jax.tree_util.tree_map(jnp.array, {"body": body, "scorers": scorers})


def normed(x, weight, bias):
    mean = x.mean(-1, keepdims=True)
    variance = ((x - mean) ** 2).mean(-1, keepdims=True)
    return (x - mean) / jnp.sqrt(variance + 1e-12) * weight + bias


def dropped(x, key, share, training):
    if not training:
        return x
    return jnp.where(jax.random.bernoulli(key, 1 - share, x.shape), x / (1 - share), 0)


def encoded(body, embedded, mask, key, training, heads):
    count, length, width = embedded.shape
    x = normed(embedded + body["positions"][:length] + body["type"], body["norm.w"], body["norm.b"])
    bias = jnp.where(mask, 0, -1e9)[:, None, None, :]
    size = width // heads
    for i, layer in enumerate(body["layers"]):
        q, k, v = [
            (x @ layer[s + ".w"] + layer[s + ".b"]).reshape(count, length, heads, size) for s in "qkv"
        ]
        scores = jnp.einsum("bthd,bshd->bhts", q, k) / np.sqrt(size) + bias
        seen = jnp.einsum("bhts,bshd->bthd", jax.nn.softmax(scores, -1), v)
        seen = seen.reshape(count, length, width) @ layer["ao.w"] + layer["ao.b"]
        x = normed(x + dropped(seen, jax.random.fold_in(key, 2 * i), 0.1, training),
                   layer["aln.w"], layer["aln.b"])
        inner = jax.nn.gelu(x @ layer["fi.w"] + layer["fi.b"], approximate=False)
        inner = inner @ layer["fo.w"] + layer["fo.b"]
        x = normed(x + dropped(inner, jax.random.fold_in(key, 2 * i + 1), 0.1, training),
                   layer["oln.w"], layer["oln.b"])
    return x


def scored(params, batch, members, key, training, heads):
    """Scores of tags, features, names, arcs, and the two halves of the labels' hidden layer."""
    s = params["scorers"]
    x = encoded(params["body"], batch["embedded"], batch["mask"], key, training, heads)
    take = lambda places: jnp.take_along_axis(x, places[:, :, None], 1)
    words = (take(batch["first"]) + take(batch["last"])) / 2 + s["sources"][batch["source"]][:, None]
    words = dropped(words, jax.random.fold_in(key, 99), 0.2, training)
    seen = words @ s["projection"] + s["projection.bias"]
    cut = np.cumsum([ARC, ARC, LABEL, LABEL, TAG])
    parts = jnp.split(seen, cut, -1)
    parts = [part if i in (2, 3) else jax.nn.relu(part) for i, part in enumerate(parts)]
    parts = [dropped(p, jax.random.fold_in(key, 100 + i), 0.25, training) for i, p in enumerate(parts)]
    dependent, head, label_dependent, label_head, tag, name = parts
    count, length = batch["first"].shape
    root = lambda vector: jnp.broadcast_to(vector, (count, 1, vector.shape[0]))
    head = jnp.concatenate([root(s["arc.root"]), head], 1)
    arcs = jnp.einsum("bik,bjk->bij", dependent @ s["arcs"] + s["arcs.bias"], head)
    far = np.clip(np.arange(length)[None] - np.arange(length)[:, None], -REACH, REACH) + REACH
    near = s["distances"][np.concatenate([np.full((length, 1), 2 * REACH + 1), far], 1)]
    never = np.concatenate([np.zeros((length, 1)), np.eye(length)], 1) * -1e9
    real = jnp.concatenate([jnp.ones((count, 1), bool), batch["real"]], 1)
    arcs = jnp.where(real[:, None], arcs + near + never, -1e9)
    label_head = jnp.concatenate([root(s["label.root"]), label_head], 1)
    return dict(
        upos=tag @ s["upos"] + s["upos.bias"],
        feats=tag @ (s["feats"] + s["feats.values"] @ members) + s["feats.bias"],
        names=name @ s["names"] + s["names.bias"],
        arcs=arcs,
        label_dependent=label_dependent,
        label_head=label_head,
    )


def labels(params, scores, heads, key=None):
    s = params["scorers"]
    above = jnp.take_along_axis(scores["label_head"], heads[:, :, None], 1)
    return jax.nn.relu(scores["label_dependent"] + above) @ s["labels"] + s["labels.bias"]


def loss(params, batch, members, key, heads):
    scores = scored(params, batch, members, key, True, heads)

    def cost(logits, gold, known):
        picked = jnp.take_along_axis(jax.nn.log_softmax(logits, -1), gold[:, :, None], 2)[:, :, 0]
        return -(picked * batch["real"] * known[:, None]).sum()

    trees = cost(scores["arcs"], batch["heads"], batch["has_tree"])
    trees += cost(labels(params, scores, batch["heads"]), batch["deprels"], batch["has_tree"])
    tags = cost(scores["upos"], batch["upos"], batch["has_upos"])
    sets = cost(scores["feats"], batch["feats"], batch["has_feats"])
    chance = jax.nn.log_softmax(scores["names"], -1)
    named = jax.nn.logsumexp(jnp.where(batch["names"], chance, -1e9), -1)
    named = -(named * batch["real"] * batch["has_names"][:, None]).sum()
    return (trees + 0.4 * tags + 0.4 * sets + 1.0 * named) / batch["real"].sum()


class Batches:
    """Examples as arrays of a few fixed shapes."""

    def __init__(self, encoder, pieces, sets):
        self.encoder, self.pieces, self.sets = encoder, pieces, sets
        self.table = encoder.matrix("emb.word", encoder.width)

    def cut(self, example):
        ids, first, last = [self.encoder.bos], [], []
        for form, space in zip(example["forms"], example["spaces"]):
            first.append(len(ids))
            ids += self.pieces.word(form, space)
            last.append(len(ids) - 1)
        ids.append(self.encoder.eos)
        return {**example, "ids": ids, "first": first, "last": last}

    def groups(self, examples, rng=None):
        by_shape = {}
        for e in examples:
            fits = [b for b in BUCKETS if len(e["ids"]) <= b[0] and len(e["forms"]) <= b[1]]
            if fits:
                by_shape.setdefault(fits[0], []).append(e)
        groups = []
        for shape, list_ in by_shape.items():
            if rng:
                rng.shuffle(list_)
            groups += [(shape, list_[i : i + shape[2]]) for i in range(0, len(list_), shape[2])]
        if rng:
            rng.shuffle(groups)
        return groups

    def arrays(self, shape, examples):
        length, words, count = shape
        ids = np.full((count, length), self.encoder.pad)
        a = dict(
            mask=np.zeros((count, length), bool),
            names=np.zeros((count, words, corpora.NAME_TAGS), bool),
            real=np.zeros((count, words), bool),
            source=np.zeros(count, int),
        )
        for name in ("first", "last", "heads", "deprels", "upos", "feats"):
            a[name] = np.zeros((count, words), int)
        for name in ("has_tree", "has_upos", "has_feats", "has_names"):
            a[name] = np.zeros(count, np.float32)
        a["mask"][:, 0] = True
        for i, e in enumerate(examples):
            n = len(e["forms"])
            ids[i, : len(e["ids"])] = e["ids"]
            a["mask"][i, : len(e["ids"])] = True
            a["real"][i, :n] = True
            a["source"][i] = e["source"]
            a["first"][i, :n], a["last"][i, :n] = e["first"], e["last"]
            if e["heads"]:
                a["heads"][i, :n], a["deprels"][i, :n], a["has_tree"][i] = e["heads"], e["deprels"], 1
            if e["upos"]:
                a["upos"][i, :n], a["has_upos"][i] = e["upos"], 1
            if e["feats"]:
                a["feats"][i, :n] = [self.sets.get(f, 0) for f in e["feats"]]
                a["has_feats"][i] = 1
            if e["names"]:
                a["has_names"][i] = 1
                for j, tags in enumerate(e["names"]):
                    a["names"][i, j, tags] = True
        a["names"][~a["real"]] = True
        a["names"][a["has_names"] == 0] = True
        a["embedded"] = self.table[ids]
        return a


def feature_sets(examples):
    """Sets of features by number with their parts of speech, and which values (rows) each set has."""
    parts = {}
    for e in examples:
        for u, f in zip(e["upos"], e["feats"]) if e["feats"] else ():
            parts.setdefault(f, set()).add(corpora.UPOS[u])
    sets = sorted(parts)
    values = sorted({v for s in sets for v in s.split("|")})
    members = np.zeros((len(values), len(sets)), np.float32)
    for i, s in enumerate(sets):
        for v in s.split("|"):
            members[values.index(v), i] = 1
    lines = [f"{s}\t{' '.join(sorted(parts[s]))}" for s in sets]
    return {s: i for i, s in enumerate(sets)}, members, lines


def flat(tree, prefix=""):
    out = {}
    for name, x in tree.items():
        if isinstance(x, dict):
            out |= flat(x, f"{prefix}{name}/")
        elif isinstance(x, list):
            for i, layer in enumerate(x):
                out |= flat(layer, f"{prefix}{name}{i}/")
        else:
            out[prefix + name] = np.array(x)
    return out


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--encoder", required=True)
    options.add_argument("--corpora", default="../shared/corpora")
    options.add_argument("--own", default=None, help="folder of our own trees as CoNLL-U")
    options.add_argument("--often", type=int, default=1, help="how often an epoch reads our own trees")
    options.add_argument("--out", default="target/teacher")
    options.add_argument("--depth", type=int, default=8)
    options.add_argument("--epochs", type=int, default=7)
    options.add_argument("--rate", type=float, default=1.5e-4)
    options.add_argument("--names", type=float, default=0.33, help="share of the names read in an epoch")
    options.add_argument("--start", default=None, help="checkpoint to start from")
    options.add_argument("--seed", type=int, default=1)
    o = options.parse_args()
    os.makedirs(o.out, exist_ok=True)
    encoder = Encoder(o.encoder)
    pieces = Pieces(encoder.pieces, encoder.scores, encoder.normal, encoder.unk)
    ud = o.corpora + "/ud/"
    train = corpora.trees(ud + "train.conllu", "gsd")
    number, members, lines = feature_sets(train)
    train += corpora.trees(ud + "hdt.conllu", "hdt", features=False)
    train += corpora.trees(ud + "gsd_sample.conllu", "tiger", features=False)
    train += corpora.trees(ud + "cdt.conllu", "cdt", tags=False, features=False)
    if o.own:
        for name in sorted(os.listdir(o.own)):
            train += corpora.trees(os.path.join(o.own, name), "own", features=False) * o.often
    named = corpora.names(o.corpora + "/names/train.tsv", 2)
    named += corpora.names(o.corpora + "/names/uner_pud.iob2", 2, partial=True)
    dev = corpora.trees(ud + "dev.conllu", "gsd")
    for e in dev:
        e["source"] = 0
    dev_names = corpora.names(o.corpora + "/names/dev.tsv", 2)
    make = Batches(encoder, pieces, number)
    rng = random.Random(o.seed)
    params = parameters(encoder, o.depth, members, len(number), o.seed)
    if o.start and o.start.endswith(".bin"):
        params = restored(params, product(o.start, params))
    elif o.start:
        params = restored(params, np.load(o.start))
    sums, squares = (jax.tree_util.tree_map(jnp.zeros_like, params) for _ in range(2))
    average = params
    rates = {"body": o.rate, "scorers": 1.5e-3 if not o.start else 2.5 * o.rate}

    @jax.jit
    def step(params, sums, squares, average, batch, key, t, part):
        cost, grads = jax.value_and_grad(loss)(params, batch, members, key, encoder.heads)
        norm = jnp.sqrt(sum((g**2).sum() for g in jax.tree_util.tree_leaves(grads)))
        grads = jax.tree_util.tree_map(lambda g: g * jnp.minimum(1, 2 / norm), grads)
        each = jax.tree_util.tree_map
        sums = each(lambda a, g: 0.9 * a + 0.1 * g, sums, grads)
        squares = each(lambda a, g: 0.98 * a + 0.02 * g * g, squares, grads)
        moved = lambda rate: lambda p, a, b: p - rate * part * (a / (1 - 0.9**t)) / (
            jnp.sqrt(b / (1 - 0.98**t)) + 1e-8
        )
        params = {
            name: each(moved(rates[name]), params[name], sums[name], squares[name]) for name in rates
        }
        keep = jnp.minimum(0.997, t / (t + 10))
        average = each(lambda a, p: keep * a + (1 - keep) * p, average, params)
        return params, sums, squares, average, cost

    @jax.jit
    def answers(params, batch):
        scores = scored(params, batch, members, jax.random.PRNGKey(0), False, encoder.heads)
        heads = scores["arcs"].argmax(-1)
        return dict(
            heads=heads,
            deprels=labels(params, scores, heads).argmax(-1),
            upos=scores["upos"].argmax(-1),
            feats=scores["feats"].argmax(-1),
            names=scores["names"].argmax(-1),
        )

    def report(params):
        right = dict.fromkeys(("upos", "feats", "uas", "las"), 0)
        total = 0
        for shape, group in make.groups([make.cut(e) for e in dev]):
            batch = make.arrays(shape, group)
            got = {k: np.array(v) for k, v in answers(params, batch).items()}
            real = batch["real"]
            total += real.sum()
            head = (got["heads"] == batch["heads"]) & real
            folded = np.array([corpora.DEPREL.index(d.split(":")[0]) for d in corpora.DEPREL])
            right["uas"] += head.sum()
            right["las"] += (head & (folded[got["deprels"]] == folded[batch["deprels"]])).sum()
            right["upos"] += ((got["upos"] == batch["upos"]) & real).sum()
            right["feats"] += ((got["feats"] == batch["feats"]) & real).sum()
        found = gold = hit = 0
        for shape, group in make.groups([make.cut(e) for e in dev_names]):
            batch = make.arrays(shape, group)
            got = np.array(answers(params, batch)["names"])
            for i, e in enumerate(group):
                spans = [plain(list(t)) for t in (got[i, : len(e["forms"])], [t[0] for t in e["names"]])]
                found, gold, hit = found + len(spans[0]), gold + len(spans[1]), hit + len(spans[0] & spans[1])
        text = " ".join(f"{k} {100 * v / total:.2f}" for k, v in right.items())
        return f"{text} (greedy) | names plain F1 {200 * hit / max(1, found + gold):.2f}"

    groups_each = len(make.groups([make.cut(e) for e in train + named[: int(len(named) * o.names)]]))
    total, t, begun = o.epochs * groups_each, 0, time.time()
    for epoch in range(o.epochs):
        chosen = [corpora.varied(e, rng) for e in train + rng.sample(named, int(len(named) * o.names))]
        for e in chosen:
            # the product names no source
            if rng.random() < 0.3 and e["source"] not in (3, 5):
                e["source"] = 0
        costs = []
        for shape, group in make.groups([make.cut(e) for e in chosen], rng):
            t += 1
            part = min(t / (0.06 * total), max(0.02, (total - t) / (0.94 * total)))
            params, sums, squares, average, cost = step(
                params, sums, squares, average, make.arrays(shape, group),
                jax.random.fold_in(jax.random.PRNGKey(o.seed), t), t, part,
            )
            costs.append(float(cost))
            if t % 40 == 0:
                print(f"{time.time() - begun:.0f} s, step {t} of {total}, cost {np.mean(costs[-40:]):.3f}", flush=True)
        print(f"epoch {epoch}: cost {np.mean(costs):.3f}; {report(average)}; {time.time() - begun:.0f} s", flush=True)
        path = f"{o.out}/epoch-{epoch}.npz"
        np.savez(path + ".tmp.npz", **flat(average))
        os.replace(path + ".tmp.npz", path)
        with open(f"{o.out}/feats.txt", "w", encoding="utf8") as file:
            file.write("\n".join(lines))
        np.save(f"{o.out}/members.npy", members)


def product(path, params):
    """The parameters of the product's file, as a checkpoint: what export.py joined stays joined."""
    arrays = read_arrays(path)
    saved = flat(params)
    saved["scorers/sources"] = np.zeros_like(saved["scorers/sources"])
    saved["scorers/feats.values"] = np.zeros_like(saved["scorers/feats.values"])
    saved["body/type"] = np.zeros_like(saved["body/type"])
    saved["body/positions"][:512] = arrays["positions"]
    width = saved["body/type"].shape[0]
    for name in ("norm.w", "norm.b"):
        saved["body/" + name] = arrays[name].reshape(-1)
    for i in range(len(params["body"]["layers"])):
        layer = f"body/layers{i}/"
        for at, name in enumerate("qkv"):
            part = slice(at * width, (at + 1) * width)
            saved[f"{layer}{name}.w"] = arrays[f"{i}.qkv"][:, part]
            saved[f"{layer}{name}.b"] = arrays[f"{i}.qkv.b"].reshape(-1)[part]
        for name in ("ao", "fi", "fo"):
            saved[f"{layer}{name}.w"] = arrays[f"{i}.{name}"]
            saved[f"{layer}{name}.b"] = arrays[f"{i}.{name}.b"].reshape(-1)
        for name in ("aln.w", "aln.b", "oln.w", "oln.b"):
            saved[layer + name] = arrays[f"{i}.{name}"].reshape(-1)
    for name in params["scorers"]:
        if name in arrays:
            saved["scorers/" + name] = arrays[name].reshape(saved["scorers/" + name].shape)
    return saved


def read_arrays(path):
    """The arrays of numbers of a file of src/language/model."""
    data, out = open(path, "rb").read(), {}
    at = 12
    for _ in range(struct.unpack_from("<I", data, 8)[0]):
        length = data[at]
        name = data[at + 1 : at + 1 + length].decode()
        kind, rows, columns = struct.unpack_from("<BII", data, at + 1 + length)
        at += 10 + length
        sizes = [rows * columns * 4, rows * (4 + columns * 2), rows * (4 + columns), rows]
        sizes.append(rows * -(-columns // 32) * 18)
        body = data[at : at + sizes[kind]]
        at += sizes[kind]
        if kind == 0:
            out[name] = np.frombuffer(body, "<f4").reshape(rows, columns)
        elif kind in (1, 2):
            scales = np.frombuffer(body[: rows * 4], "<f4")
            units = np.frombuffer(body[rows * 4 :], "<i2" if kind == 1 else "<i1").reshape(rows, columns)
            out[name] = units * scales[:, None]
    return out


def restored(tree, saved, prefix=""):
    out = {}
    for name, x in tree.items():
        if isinstance(x, dict):
            out[name] = restored(x, saved, f"{prefix}{name}/")
        elif isinstance(x, list):
            out[name] = [restored(layer, saved, f"{prefix}{name}{i}/") for i, layer in enumerate(x)]
        else:
            out[name] = jnp.array(saved[prefix + name])
    return out


def plain(tags):
    """Spans of the plain names of a sequence of tags."""
    spans, start = set(), None
    for i, tag in enumerate(tags + [0]):
        if start is not None and not (tag == tags[start] + 1):
            spans.add((start, i, tags[start]))
            start = None
        if tag and tag % 2 == 1 and (tag - 1) // 2 % 3 == 0:
            start = i
    return spans


if __name__ == "__main__":
    main()
