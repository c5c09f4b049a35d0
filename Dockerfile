# One image for three uses, made of this folder without solutions and tests (.dockerignore); kernel-lib/course/for-administrators.md
#   docker build -t verteilt .                               a student's server on a hub of containers
#   docker build -t verteilt-answers --target answers .      npm run autograde -- DIR --container, where there is no bubblewrap
#   .devcontainer/devcontainer.json                          --target workspace: to write chapters in
# The base is named by a tag, so that a build takes up repairs of Debian and Node. For builds that are the same for ever, name it by its
# digest, which "docker buildx imagetools inspect node:20-bookworm-slim" prints; packages of npm and PyPI are pinned by hash anyway:
#   --build-arg BASE=node:20-bookworm-slim@sha256:...
ARG BASE=node:20-bookworm-slim

FROM ${BASE} AS base
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates fontconfig fonts-dejavu-core procps python3 python3-venv \
 && rm -rf /var/lib/apt/lists/*

FROM base AS build
WORKDIR /opt/verteilt
COPY . .
# What was downloaded is kept outside the image: a later build fetches only what is new.
RUN --mount=type=cache,target=/root/.npm --mount=type=cache,target=/root/.cache/pip npm run setup -- --hub \
 && rm -rf work .verteilt/jupyter .verteilt/logs

# Node, our compiled library and what it imports, and nothing else; nobody's home (grading/sandbox/container.ts).
FROM ${BASE} AS answers
WORKDIR /course
COPY --from=build /opt/verteilt/kernel-lib/package.json kernel-lib/package.json
COPY --from=build /opt/verteilt/kernel-lib/dist kernel-lib/dist
COPY --from=build /opt/verteilt/node_modules/acorn node_modules/acorn
COPY --from=build /opt/verteilt/node_modules/eslint-scope node_modules/eslint-scope
COPY --from=build /opt/verteilt/node_modules/esrecurse node_modules/esrecurse
COPY --from=build /opt/verteilt/node_modules/estraverse node_modules/estraverse
COPY --from=build /opt/verteilt/node_modules/tslab node_modules/tslab
COPY --from=build /opt/verteilt/node_modules/@tslab node_modules/@tslab
COPY --from=build /opt/verteilt/node_modules/@xmldom node_modules/@xmldom
USER 65534:65534
WORKDIR /tmp

# The folder itself is mounted, and set up by its own npm run setup.
FROM base AS workspace
RUN apt-get update \
 && apt-get install --yes --no-install-recommends bubblewrap chromium git poppler-utils \
 && rm -rf /var/lib/apt/lists/*
USER node

# The last is what is built without a target. The hub says on what address it listens.
FROM base AS student
COPY --from=build /opt/verteilt /opt/verteilt
USER node
WORKDIR /home/node
# A new volume has the owner of the folder it is mounted over.
RUN mkdir --mode=700 verteilt
CMD ["/opt/verteilt/.venv/bin/python", "/opt/verteilt/kernel-lib/course/hub/singleuser.py"]
