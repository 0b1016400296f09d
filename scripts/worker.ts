/**
 * Builds what `npm start` serves and `npm run deploy` uploads into dist/: the files of public/ and the Worker, minified.
 * Modules that the code imports dynamically become files of their own, which a Worker loads when it first needs them.
 */
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build as bundle, type Plugin } from 'esbuild'
import { build, sourceHash } from './build'
import { forWorkerd, root } from './settings'

export const site = join(root, 'dist')

const workerFolder = '_worker.js'

export type Output = { path: string; content: Uint8Array }

/** Leaves out Zod's messages in other languages, a quarter of a megabyte that tree shaking keeps. */
const withoutLocales: Plugin = {
  name: 'without-locales',
  setup: ({ onLoad }) => onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({ contents: 'export {}' })),
}

const app = join(root, 'functions/app')
const withDevelopment = join(root, 'scripts/dev/app')

/**
 * Lets each module that is loaded later import the start, which has run by then. So all of the start is in one file;
 * esbuild would divide it into a hundred, by which of them needs what.
 */
const startInOneFile: Plugin = {
  name: 'start-in-one-file',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) =>
      kind === 'dynamic-import' && !resolveDir.includes('node_modules')
        ? { path: join(resolveDir, path), namespace: 'later' }
        : undefined,
    )
    onLoad({ filter: /./, namespace: 'later' }, ({ path }) => ({
      contents: `import ${JSON.stringify(app)}; export * from ${JSON.stringify(path)}`,
      resolveDir: root,
    }))
  },
}

type Options = { minify?: boolean; development?: boolean }

/**
 * Builds the files of the Worker without writing them; `index.js` starts it. With `development` it also serves the pages
 * of scripts/dev.
 */
export const buildWorker = async ({ minify = true, development = false }: Options = {}): Promise<Output[]> => {
  const { outputFiles } = await bundle({
    stdin: {
      contents: `export { app as default } from ${JSON.stringify(development ? withDevelopment : app)}`,
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
    plugins: [withoutLocales, startInOneFile],
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

const publicFiles = async (): Promise<Output[]> => {
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

const writeChanged = async ({ path, content }: Output) => {
  if (existsSync(path) && (await readFile(path)).equals(content)) return
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
}

/** Says which sources dist/ is built from. */
const stamp = join(root, 'node_modules/.cache/dist')

/**
 * Builds the assets, then dist/, unless it is there from these sources. Returns the files of the Worker, `index.js`,
 * which starts it, first.
 */
export const buildSite = async ({
  minify = process.env.MINIFY !== 'off',
  development = false,
}: Options = {}): Promise<Output[]> => {
  const worker = join(site, workerFolder)
  const wanted = `${await sourceHash()} ${minify} ${development}`
  if (!existsSync(worker) || !existsSync(stamp) || (await readFile(stamp, 'utf8')) !== wanted) {
    await rm(stamp, { force: true })
    await build()
    const outputs = [...(await buildWorker({ minify, development })), ...(await publicFiles())]
    for (const output of outputs) await writeChanged(output)
    const kept = new Set(outputs.map(({ path }) => path))
    for (const path of await filesIn(site)) if (!kept.has(path)) await rm(path)
    await mkdir(dirname(stamp), { recursive: true })
    await writeFile(stamp, wanted)
  }
  const isIndex = (path: string) => Number(path === join(worker, 'index.js'))
  const paths = (await filesIn(worker)).sort((a, b) => isIndex(b) - isIndex(a))
  return Promise.all(paths.map(async (path) => ({ path, content: await readFile(path) })))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { path, content } of await buildSite()) console.log(relative(root, path), content.length)
}
