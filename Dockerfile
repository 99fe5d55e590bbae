# The portal as one image: pages built, nothing but what runs is left, no root.
# syntax=docker/dockerfile:1
FROM node:24-bookworm-slim AS build
# sqlite3 is compiled where no ready binary fits.
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ \
	&& rm -rf /var/lib/apt/lists/*
WORKDIR /portal
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
	DATABASE_URL=sqlite:/data/portal.sqlite \
	MEDIA_DIR=/data/media
WORKDIR /portal
COPY --from=build --chown=root:root /portal/node_modules ./node_modules
COPY --from=build --chown=root:root /portal/package.json ./
COPY --from=build --chown=root:root /portal/build ./build
COPY --from=build --chown=root:root /portal/server ./server
COPY --from=build --chown=root:root /portal/migrations ./migrations
# Rules and schemas that server and pages share, and the words of reports.
COPY --from=build --chown=root:root /portal/src/lib ./src/lib
COPY --from=build --chown=root:root /portal/messages ./messages
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
# Longer than SHUTDOWN_TIMEOUT: `docker stop --time 30`.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s CMD \
	["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT ?? 3000}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=4", "server/index.ts"]
