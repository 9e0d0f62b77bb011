#!/bin/sh
# Writes the given files as C text: the table embedded_files of lang/phrase/library.h.
#     sh stdlib/embed.sh FILE... > embedded.c
set -eu
echo '/* Made by stdlib/embed.sh. */'
echo '#include "phrase/library.h"'
number=0
for file in "$@"; do
    printf '\nstatic const char file_%d[] =\n' "$number"
    od -An -v -to1 "$file" | sed 's/[ ]*$//; s/  */\\/g; s/.*/    "&"/'
    echo '    "";'
    number=$((number + 1))
done
printf '\nconst struct embedded_file embedded_files[] = {\n'
number=0
for file in "$@"; do
    printf '    {"%s", file_%d, sizeof file_%d - 1},\n' "$file" "$number" "$number"
    number=$((number + 1))
done
printf '    {0, 0, 0},\n};\n'
