/** Bundles the command line into dist-cli/ in parts, so that a command loads only its own code. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, URL } from 'node:url'
import { build as bundle } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'dist-cli')

export const buildCli = async () => {
  await rm(folder, { recursive: true, force: true })
  const { metafile } = await bundle({
    entryPoints: [join(root, 'cli/daymark.ts')],
    outdir: folder,
    bundle: true,
    splitting: true,
    minify: true,
    // Functions keep their names in the trace of an error.
    keepNames: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.13',
    legalComments: 'none',
    metafile: true,
    // Its modules for Node are CommonJS, which a bundle of ES modules cannot hold.
    alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') },
    tsconfigRaw: { compilerOptions: { jsx: 'react-jsx', jsxImportSource: 'hono/jsx' } },
  })
  // The list of features leads to all of the server, and pages need the built assets.
  const server = Object.keys(metafile.inputs).find((file) => file === 'functions/areas.ts' || file.startsWith('views/'))
  if (server) throw new Error(`The command line imports ${server}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildCli()
