# Daymark on a server of one's own (docs/self-hosting.md). Builds for amd64 and arm64.
FROM node:24-bookworm-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY . .
RUN npx tsx scripts/serve/build.ts && cp "$(node -p 'require("workerd").default')" dist-server/workerd

FROM debian:bookworm-slim
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /usr/local/bin/node /usr/local/bin/
COPY --from=build /src/dist-server /app
RUN for name in sign-in restore; do \
      printf '#!/bin/sh\nexec node /app/serve.mjs %s "$@"\n' $name > /usr/local/bin/$name && chmod +x /usr/local/bin/$name; \
    done && mkdir /data /backups && chown 1000:1000 /data /backups
USER 1000:1000
VOLUME /data
ENV HOST=* STATE_DIR=/data
EXPOSE 8788
HEALTHCHECK --interval=60s --timeout=10s --start-period=60s CMD ["node", "/app/serve.mjs", "health"]
CMD ["node", "--max-semi-space-size=2", "/app/serve.mjs"]
