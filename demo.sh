#!/bin/sh
# Show the main job on the samples: draft an agreement, then judge it and two contracts that mislead.
set -eu
out=out/demo
mkdir -p "$out"
echo "1. Draft an agreement from samples/deals/high.toml"
clausegen draft samples/deals/high.toml -o "$out/agreement.docx" --force
echo
echo "2. Judge it and two misleading contracts at tier high (whole reports in $out)"
for contract in "$out/agreement.docx" samples/contracts/weak-suspension.txt samples/contracts/negated-cooperation.txt; do
    name=$(basename "${contract%.*}")
    # Exit code 1 means that something is missing: that is what a demonstration is for.
    clausegen check "$contract" --tier high --format json -o "$out/$name.json" --force || test $? -eq 1
    clausegen check "$contract" --tier high -o "$out/$name.txt" --force || test $? -eq 1
    # The three requirements that no contract may lack, and the verdict.
    sed -n '1p; /^Mandatory provisions/,/^$/p' "$out/$name.txt"
    tail -n 2 "$out/$name.txt"
    echo
done
echo "Outputs: $out/agreement.docx (open it in Word), $out/*.txt (for reading), $out/*.json (for programs)"
