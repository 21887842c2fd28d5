# One image for web, worker and gateway: the command says which (docs/deploy-docker.md).
FROM node:24-bookworm-slim AS build
WORKDIR /src
ENV PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
# The path under which a reverse proxy publishes the pages, such as /ferry: it stands in what is built.
ARG BASE_PATH=""
ENV BASE_PATH=$BASE_PATH
RUN node scripts/standalone.mjs /out

FROM node:24-bookworm-slim
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="MCP Ferry" \
  org.opencontainers.image.description="Carries MCP services to AI platforms and keeps them there." \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="$VERSION" \
  org.opencontainers.image.revision="$REVISION" \
  org.opencontainers.image.base.name="docker.io/library/node:24-bookworm-slim"
ARG BASE_PATH=""
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data BASE_PATH=$BASE_PATH NEXT_TELEMETRY_DISABLED=1
RUN install --directory --owner=node --group=node --mode=700 /data
WORKDIR /app
COPY --from=build /out ./
COPY deploy/docker/health.mjs ./
USER 1000:1000
VOLUME /data
EXPOSE 3000
# Finished or handed back within the ten seconds that Docker gives.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["node", "health.mjs"]
CMD ["node", "server.ts"]
