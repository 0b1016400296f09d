/**
 * Loaded into wrangler by scripts/start.ts. Makes esbuild build once where wrangler asks it to watch, which it does by
 * polling: 9 % of a core as long as the server runs. Keeps no names of functions, as in `npm run deploy`: it took about
 * 4 % of a page to write those of functions that are made for each element.
 */
const { createRequire } = require('node:module')
const { resolve } = require('node:path')

const wrangler = createRequire(resolve(__dirname, '../node_modules/wrangler/package.json'))
const path = wrangler.resolve('esbuild')
const esbuild = wrangler('esbuild')

const context = async (options) => {
  const original = await esbuild.context({ ...options, keepNames: false })
  const watch = async () => {
    await original.rebuild()
  }
  return { ...original, watch }
}

const build = (options) => esbuild.build({ ...options, keepNames: false })

require.cache[path].exports = { ...esbuild, build, context }
