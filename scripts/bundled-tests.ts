/** Bundles the tests that run in workerd with all that they test: as one file they load and run faster than as 2,000. */
import { globSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { type Plugin as BundlePlugin, build } from 'esbuild'
import type { Plugin } from 'vitest/config'
import { forWorkerd, root } from './settings.ts'
import { seed } from './shares.ts'

/** `./file.md?raw` is the text of a file. */
const rawFiles: BundlePlugin = {
  name: 'raw-files',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /\?raw$/ }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, path.replace(/\?raw$/, '')),
      namespace: 'raw',
    }))
    onLoad({ filter: /./, namespace: 'raw' }, async ({ path }) => ({
      contents: await readFile(path, 'utf8'),
      loader: 'text',
    }))
  },
}

/** Vitest's own modules, which are not bundled. */
const runners = ['vitest', 'cloudflare:test']

/** Lets the bundle use the modules in `runners` that the test file's stub passes on. */
const passedOn: BundlePlugin = {
  name: 'passed-on',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(vitest|cloudflare:test)$/ }, ({ path }) => ({ path, namespace: 'passed-on' }))
    onLoad({ filter: /./, namespace: 'passed-on' }, ({ path }) => ({
      contents: `module.exports = globalThis.passedOn[${JSON.stringify(path)}]`,
    }))
  },
}

let bundled: Promise<void> | undefined
let bundle: () => Promise<void> = () => Promise.reject(new Error('bundledTests() has not run'))

/** Starts the bundle unless it is running. */
export const startBundle = () => {
  bundled ??= bundle()
  // `load` reports the error.
  bundled.catch(() => undefined)
}

/**
 * Replaces each test file by a call of its part of the bundle.
 *
 * @param files test files, as a glob from the root; modules run when a test file first needs them, once for a worker
 */
export const bundledTests = (files: string, exclude: string): Plugin => {
  const paths = globSync(files, { cwd: root, exclude: [exclude] })
  const outfile = join(tmpdir(), `daymark-tests-${process.pid}.mjs`)
  process.on('exit', () => rmSync(outfile, { force: true }))
  bundle = async () => {
    await build({
      stdin: {
        contents: `import './functions/areas'
import fc from 'fast-check'
fc.configureGlobal({ seed: ${seed} })
export const load = {${paths.map((path) => `'${path}': () => import('./${path}')`)}}`,
        resolveDir: root,
        loader: 'ts',
      },
      ...forWorkerd,
      define: { 'process.env.NODE_ENV': '"test"' },
      sourcemap: true,
      outfile,
      plugins: [rawFiles, passedOn],
    })
  }
  return {
    name: 'bundled-tests',
    // All but the bundle goes through Vite, as the plugin of Cloudflare asks for.
    config: ({ test }) => {
      Object.assign(test?.server?.deps ?? {}, {
        inline: [/^(?!.*\/daymark-tests-\d+\.mjs$)/],
        external: [/\/daymark-tests-\d+\.mjs$/],
      })
    },
    async load(source) {
      const path = relative(root, source)
      if (!paths.includes(path)) return
      startBundle()
      await bundled
      const imports = runners.map((name, n) => `import * as runner${n} from '${name}'`)
      return `${imports.join('\n')}
import { load } from ${JSON.stringify(outfile)}
globalThis.passedOn = { ${runners.map((name, n) => `'${name}': runner${n}`)} }
await load[${JSON.stringify(path)}]()`
    },
  }
}
