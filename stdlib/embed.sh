#!/bin/sh
# Writes the given files as C text: a table of lang/embedded.h.
#     sh stdlib/embed.sh TABLE FILE... > embedded.c
set -eu
table=$1
shift
echo '/* Made by stdlib/embed.sh. */'
echo '#include "embedded.h"'
number=0
for file in "$@"; do
    printf '\nstatic const char file_%d[] =\n' "$number"
    od -An -v -to1 "$file" | sed 's/[ ]*$//; s/  */\\/g; s/.*/    "&"/'
    echo '    "";'
    number=$((number + 1))
done
printf '\nconst struct embedded_file %s[] = {\n' "$table"
number=0
for file in "$@"; do
    printf '    {"%s", file_%d, sizeof file_%d - 1},\n' "$file" "$number" "$number"
    number=$((number + 1))
done
printf '    {0, 0, 0},\n};\n'
