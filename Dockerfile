ARG BASE=docker.io/library/node:24-bookworm-slim

# The build's tools are native programs: they run on the machine that builds, for whatever machine the image is for.
FROM --platform=$BUILDPLATFORM ${BASE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY src src
COPY specs specs
COPY mocks mocks
COPY contracts contracts
RUN npm run build && mkdir /volume /programs && ln -s /app/dist/src/cli/main.js /programs/orgmock

# Nothing runs in this stage: an image for another machine needs no emulator.
FROM ${BASE}
# Where volumes go: /ca for what clients trust, /tls for what replicas share. A new volume takes the owner of its folder here.
COPY --from=build --chown=1000:1000 /volume /ca
COPY --from=build --chown=1000:1000 /volume /tls
# An orgmock.yaml is mounted into this folder.
WORKDIR /app
COPY LICENSE package.json ./
# Everything that the programs need is bundled into it.
COPY --from=build /app/dist dist
# A link, for `docker exec NAME orgmock env`.
COPY --from=build /programs /usr/local/bin
# A default: flags, HOST and orgmock.yaml win over it.
ENV NODE_ENV=production ORGMOCK_DEFAULT_HOST=0.0.0.0
# By number: Kubernetes' runAsNonRoot cannot know what a name stands for.
USER 1000:1000
# The one port that is always open: Testcontainers on Podman waits for every port that an image exposes to be published.
EXPOSE 8080
# Asks where the server listens, whatever flag, variable or file chose it.
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 \
  CMD ["node", "/app/dist/src/cli/main.js", "health"]
ENTRYPOINT ["node", "/app/dist/src/cli/main.js"]
CMD ["serve"]

# Last, so that another revision is another label and no other layer.
ARG BASE
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG CREATED=1970-01-01T00:00:00Z
LABEL org.opencontainers.image.title="orgmock" \
      org.opencontainers.image.description="Faithful fakes of four SaaS organization endpoints, and their contract runner" \
      org.opencontainers.image.source="https://github.com/orgmock/orgmock" \
      org.opencontainers.image.url="https://github.com/orgmock/orgmock" \
      org.opencontainers.image.documentation="https://github.com/orgmock/orgmock#readme" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.base.name="${BASE}"
