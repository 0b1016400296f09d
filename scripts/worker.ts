/**
 * Builds what `npm start` serves and `npm run deploy` uploads into dist/: the files of public/ and the Worker, minified.
 * Modules that the code imports dynamically become files of their own, which a Worker loads when it first needs them.
 */
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build as bundle, type Plugin } from 'esbuild'
import { build } from './build'
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

/** Builds the files of the Worker without writing them; `index.js` starts it. */
export const buildWorker = async (): Promise<Output[]> => {
  const { outputFiles } = await bundle({
    stdin: {
      contents: `export { app as default } from ${JSON.stringify(app)}`,
      resolveDir: root,
      sourcefile: 'index.ts',
      loader: 'ts',
    },
    outdir: join(site, workerFolder),
    entryNames: 'index',
    chunkNames: '[name]-[hash]',
    ...forWorkerd,
    splitting: true,
    minify: process.env.MINIFY !== 'off',
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

const publicFiles = async (): Promise<Output[]> => {
  const folder = join(root, 'public')
  return Promise.all(
    (await filesIn(folder)).map(async (path) => ({
      path: join(site, relative(folder, path)),
      content: await readFile(path),
    })),
  )
}

/** Leaves unchanged files alone, because a running server reloads those that change. */
const writeChanged = async ({ path, content }: Output) => {
  if (existsSync(path) && (await readFile(path)).equals(content)) return
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, content)
}

/** Builds the assets, then dist/. Returns the files of the Worker, with `index.js`, which starts it, among them. */
export const buildSite = async () => {
  await build()
  const modules = await buildWorker()
  const outputs = [...modules, ...(await publicFiles())]
  for (const output of outputs) await writeChanged(output)
  const kept = new Set(outputs.map(({ path }) => path))
  for (const path of await filesIn(site)) if (!kept.has(path)) await rm(path)
  return modules
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { path, content } of await buildSite()) console.log(relative(root, path), content.length)
}
