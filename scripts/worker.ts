/**
 * Builds what `npm run deploy` uploads into dist/: the files of public/ and the Worker, minified. Modules that the code imports dynamically become files of their own, which a Worker loads when it first needs them.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { build as bundle, type Plugin } from 'esbuild'
import { build } from './build'
import { forWorkerd, root } from './settings'
import { withoutLocales } from './without-locales'

export const site = join(root, 'dist')

const workerFolder = '_worker.js'

export type Output = { path: string; content: Uint8Array }

const entry = join(root, 'functions/[[path]]')
const middleware = join(root, 'functions/middleware')
const withDevelopment = join(root, 'scripts/dev/app')
const ownServer = join(root, 'workers/server/application')

/**
 * Lets each module that is loaded later import the start and the middleware, which have run by then. So each of the two
 * is one file; esbuild would divide them into a hundred, by which module needs what.
 */
const startInTwoFiles: Plugin = {
  name: 'start-in-two-files',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) =>
      kind === 'dynamic-import' && !resolveDir.includes('node_modules')
        ? { path: join(resolveDir, path), namespace: 'later' }
        : undefined,
    )
    onLoad({ filter: /./, namespace: 'later' }, ({ path }) => ({
      contents: [entry, ...(path === middleware ? [] : [middleware])]
        .map((one) => `import ${JSON.stringify(one)};`)
        .concat(`export * from ${JSON.stringify(path)}`)
        .join(''),
      resolveDir: root,
    }))
  },
}

/**
 * Builds the files of the Worker without writing them; `index.js` starts it. With `development` it also serves the pages
 * of scripts/dev; with `server` it exports the object and the commands of a self-hosted server.
 */
export const buildWorker = async ({ minify = true, development = false, server = false } = {}): Promise<Output[]> => {
  const own = `import { applicationOf } from ${JSON.stringify(ownServer)}; export { Control } from ${JSON.stringify(ownServer)};
export const Application = applicationOf(app);`
  const { outputFiles } = await bundle({
    stdin: {
      contents: `import app from ${JSON.stringify(development ? withDevelopment : entry)}; ${server ? own : ''} export default app`,
      resolveDir: root,
      sourcefile: 'index.ts',
      loader: 'ts',
    },
    outdir: join(site, workerFolder),
    entryNames: 'index',
    chunkNames: '[name]-[hash]',
    ...forWorkerd,
    splitting: true,
    minify,
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    plugins: [withoutLocales, startInTwoFiles],
    write: false,
  })
  return outputFiles.map(({ path, contents }) => ({ path, content: contents }))
}

const filesIn = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

/** Names each asset beside their pattern, by which nobody keeps for a year that one is missing. */
export const assetHeaders = (headers: string, assets: string[]) =>
  headers.replace(/^\/assets\/\*\n(.+)$/m, (_, rule) =>
    ['/assets/*\n  Cache-Control: no-store', ...assets.map((path) => `${path}\n  ! Cache-Control\n${rule}`)].join(
      '\n\n',
    ),
  )

/** Files of public/ with their headers, as in dist/. */
export const publicFiles = async (): Promise<Output[]> => {
  const folder = join(root, 'public')
  const files = (await filesIn(folder)).map((path) => ({ path, name: relative(folder, path) }))
  const assets = files.flatMap(({ name }) => (/^assets\/.+-[0-9a-f]{8}\.\w+$/.test(name) ? [`/${name}`] : []))
  return Promise.all(
    files.map(async ({ path, name }) => ({
      path: join(site, name),
      content:
        name === '_headers' ? Buffer.from(assetHeaders(await readFile(path, 'utf8'), assets)) : await readFile(path),
    })),
  )
}

/** Builds dist/, which `npm run deploy` uploads. Returns its files. */
const buildSite = async () => {
  await build()
  await rm(site, { recursive: true, force: true })
  const outputs = [...(await buildWorker()), ...(await publicFiles())]
  for (const { path, content } of outputs) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content)
  }
  return outputs
}

if (import.meta.main) {
  for (const { path, content } of await buildSite()) console.log(relative(root, path), content.length)
}
