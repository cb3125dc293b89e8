"""What the judgement benchmark is run beside."""

from __future__ import annotations

import importlib.util
import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from clausegen.model.requirement import Status
from training.corpus import SATISFIED, UNJUDGED, Labelled

Found = list[dict[str, Status]]
FREQUENT = 40  # stems per element from which keyword pairs are made


def peers(codes: list[str], training: list[Labelled]) -> dict[str, Callable[[Sequence[str]], Found]]:
    """The peers that are installed, trained where they can be."""
    pairs = keyword_pairs(codes, training)
    systems = {"keyword playbook": keyword_playbook(pairs)}
    if importlib.util.find_spec("redline"):
        systems["redline-buddy"] = redline_buddy(pairs)
    else:
        print("redline-buddy is not installed: left out (pip install redline-buddy)")
    if importlib.util.find_spec("sklearn"):
        systems["tf-idf + LR"] = tf_idf(codes, training)
    else:
        print("scikit-learn is not installed: TF-IDF left out")
    return systems


def _stems(text: str) -> set[str]:
    return {word[:6] for word in re.findall(r"[a-z]{3,}", text.lower())}


def keyword_pairs(codes: list[str], training: list[Labelled]) -> dict[str, tuple[str, str]]:
    """Find for each element the two word stems whose joint presence has the best F1 on the training passages."""
    stems = [_stems(p.text) for p in training]
    chosen: dict[str, tuple[str, str]] = {}
    for column, code in enumerate(codes):
        good = [s for p, s in zip(training, stems, strict=True) if p.labels[column] == SATISFIED]
        bad = [s for p, s in zip(training, stems, strict=True) if p.labels[column] not in (SATISFIED, UNJUDGED)]
        counted = Counter(word for words in good for word in words)
        elsewhere = Counter(word for words in bad for word in words)
        frequent = sorted(counted, key=lambda w: (elsewhere[w] - 2 * counted[w], w))[:FREQUENT]
        best = 0.0
        for pair in itertools.combinations(frequent, 2):
            hits, false = (
                sum(pair[0] in s and pair[1] in s for s in good),
                sum(pair[0] in s and pair[1] in s for s in bad),
            )
            f1 = 2 * hits / max(hits + false + len(good), 1)
            if f1 > best:
                best, chosen[code] = f1, pair
    return chosen


def keyword_playbook(pairs: dict[str, tuple[str, str]]) -> Callable[[Sequence[str]], Found]:
    """Say that an element is there where both of its stems are."""
    return lambda texts: [
        {code: Status.SATISFIED for code, pair in pairs.items() if set(pair) <= words} for words in map(_stems, texts)
    ]


def redline_buddy(pairs: dict[str, tuple[str, str]]) -> Callable[[Sequence[str]], Found]:
    """A playbook with one rule per element: the same two stems within one sentence, in either order."""
    from redline.playbook import Check, Playbook, Rule
    from redline.review import review_contract

    rules: list[Any] = []
    for code, (one, other) in pairs.items():
        patterns = [rf"(?i)\b{a}\w*[^.]*\b{b}" for a, b in ((one, other), (other, one))]
        check = Check(kind="requires_any", patterns=patterns)
        rules.append(Rule(code, code, "high", "", "", "", check))
    playbook = Playbook("clausegen", 1, "", rules)

    def judge(texts: Sequence[str]) -> Found:
        out = []
        for text in texts:
            lacking = {finding.rule_id for finding in review_contract(text, playbook)}
            out.append({rule.id: Status.SATISFIED for rule in rules if rule.id not in lacking})
        return out

    return judge


def tf_idf(codes: list[str], training: list[Labelled]) -> Callable[[Sequence[str]], Found]:
    """One logistic regression per element over words and word pairs, balanced, at 0.5."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectors = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    matrix = vectors.fit_transform([p.text for p in training])
    models: dict[str, Any] = {}
    for column, code in enumerate(codes):
        rows = [i for i, p in enumerate(training) if p.labels[column] != UNJUDGED]
        labels = [training[i].labels[column] == SATISFIED for i in rows]
        if any(labels):
            models[code] = LogisticRegression(class_weight="balanced", C=10, max_iter=300).fit(matrix[rows], labels)

    def judge(texts: Sequence[str]) -> Found:
        test = vectors.transform(texts)
        said = {code: model.predict(test) for code, model in models.items()}
        return [{code: Status.SATISFIED for code in said if said[code][i]} for i in range(len(texts))]

    return judge
