# The enclosure for students' code where there is no bubblewrap: npm run autograde -- DIR --container.
# Node, our compiled library and what it imports, and nothing else; nobody's home, no network (grading/sandbox/container.ts).
# Made by: npm ci && npm run build && docker build -t verteilt-answers .
FROM node:20-bookworm-slim
WORKDIR /course
COPY kernel-lib/package.json kernel-lib/package.json
COPY kernel-lib/dist kernel-lib/dist
COPY node_modules/acorn node_modules/acorn
COPY node_modules/eslint-scope node_modules/eslint-scope
COPY node_modules/esrecurse node_modules/esrecurse
COPY node_modules/estraverse node_modules/estraverse
COPY node_modules/tslab node_modules/tslab
COPY node_modules/@tslab node_modules/@tslab
USER 65534:65534
WORKDIR /tmp
