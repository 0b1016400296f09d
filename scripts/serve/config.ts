import { readFileSync } from 'node:fs'
import { mailSocket } from './mailer'
import type { Settings } from './settings'

/** Facts of the build that the configuration needs (build.ts). */
export type Built = { compatibilityDate: string; modules: string[]; filePaths: string[] }

/** A text of Cap'n Proto. JSON escapes the same characters. */
const text = (value: string) => JSON.stringify(value)

const listOf = (values: string[]) => `[${values.map(text).join(', ')}]`

/** workerd takes ranges alone. */
const asRange = (address: string) =>
  address.includes('/') ? address : `${address}/${address.includes(':') ? 128 : 32}`

/** The certificates of a file, each by itself: workerd takes a text for one chain. */
const certificatesIn = (file: string) =>
  readFileSync(file, 'utf8').match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----\n?/g) ?? []

/** A worker whose one module is a file of the build. */
const worker = (file: string, compatibilityDate: string, parts: string[]) =>
  `(modules = [(name = ${text(file)}, esModule = embed ${text(`/${file}`)})], ${[
    `compatibilityDate = ${text(compatibilityDate)}`,
    ...parts,
  ].join(', ')})`

const namespaces = (classes: Record<string, string>) =>
  `durableObjectNamespaces = [${Object.entries(classes)
    .map(
      ([name, key]) =>
        `(className = ${text(name)}, uniqueKey = ${text(key)}, enableSql = true, preventEviction = true)`,
    )
    .join(', ')}], durableObjectStorage = (localDisk = "state")`

/** Keys by which workerd names the folders of its objects. */
export const storeKeys = { database: 'database', keys: 'keys', live: 'live' }

/**
 * Configuration of workerd. Secrets are not in it: workerd reads them from its environment.
 * @param folder of the stores (storage.ts)
 */
export const configuration = (settings: Settings, built: Built, folder: string) => {
  const { compatibilityDate, modules, filePaths } = built
  const { host, port, trustedProxies, allowedEgress, certificates, variables, hasLive, isDevelopment, smtp } = settings
  const trusted = certificates ? `, trustedCertificates = ${listOf(certificatesIn(certificates))}` : ''
  const own = (file: string, parts: string[]) => worker(file, compatibilityDate, parts)
  const address = `${host === '0.0.0.0' || host === '::' ? '*' : host.includes(':') ? `[${host}]` : host}:${port}`
  return `using Workerd = import "/workerd/workerd.capnp";

const server :Workerd.Config = (
  v8Flags = ["--max-semi-space-size=2", "--heap-growing-percent=30"],
  sockets = [
    (name = "http", address = ${text(address)}, http = (), service = "front"),
    (name = "control", address = "unix:control.sock", http = (), service = (name = "app", entrypoint = "Control")),
  ],
  services = [
    (name = "internet", network = (allow = ${listOf(['public', ...(isDevelopment ? ['private'] : allowedEgress.map(asRange))])}, tlsOptions = (trustBrowserCas = true${trusted}))),
    (name = "mailer", external = (address = "unix:${mailSocket}", http = ())),
    (name = "nowhere", network = (allow = [])),
    (name = "state", disk = (path = ${text(folder)}, writable = true)),
    (name = "files", disk = (path = ${text(`${folder}/files`)}, writable = true)),
    (name = "site", disk = (path = "site")),
    (name = "front", worker = ${own('front.js', [
      'globalOutbound = "nowhere"',
      `bindings = [
        (name = "APP", durableObjectNamespace = (className = "Application", serviceName = "app")),
        (name = "SITE", service = "site"),
        (name = "FILES", json = embed "/files.json"), (name = "FILE_PATHS", json = ${text(JSON.stringify(filePaths))}),
        ${variables.PUBLIC_URL && !isDevelopment ? '(name = "PUBLIC_URL", fromEnvironment = "PUBLIC_URL"),' : ''}
        (name = "TRUSTED_PROXIES", text = ${text(trustedProxies.join(','))}),
      ]`,
    ])}),
    (name = "stores", worker = ${own('stores.js', [
      'globalOutbound = "nowhere"',
      namespaces({ Keys: storeKeys.keys }),
      'bindings = [(name = "KEYS", durableObjectNamespace = "Keys"), (name = "FILES", service = "files")]',
    ])}),
    (name = "live", worker = ${own('live.js', [
      'globalOutbound = "nowhere"',
      namespaces({ LiveSockets: storeKeys.live }),
      'bindings = [(name = "REMINDERS", service = (name = "app", entrypoint = "Control"))]',
    ])}),
    (name = "app", worker = (
      ${namespaces({ Application: storeKeys.database })},
      compatibilityDate = ${text(compatibilityDate)},
      modules = [${modules.map((file) => `(name = ${text(file)}, esModule = embed ${text(`/worker/${file}`)})`).join(', ')}],
      bindings = [
        (name = "APPLICATION", durableObjectNamespace = "Application"),
        (name = "KV", kvNamespace = (name = "stores", entrypoint = "Entries")),
        (name = "BACKUPS", r2Bucket = (name = "stores", entrypoint = "Objects")),
        ${smtp ? '(name = "MAILER", service = "mailer"),' : ''}
        ${hasLive ? '(name = "LIVE", durableObjectNamespace = (className = "LiveSockets", serviceName = "live")),' : ''}
        ${Object.keys(variables)
          .map((name) => `(name = ${text(name)}, fromEnvironment = ${text(name)})`)
          .join(', ')}
      ])),
  ],
);
`
}
