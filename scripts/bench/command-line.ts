/** Measures the command line alone, and writes its section of docs/benchmarks.md. */
import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildCli } from '../build-cli'
import { removeFolder, startServer, temporaryState } from '../server'
import { root } from '../settings'
import { type CommandLine, commandLineHeading, commandLineSection } from './command-line-section'
import { measurePushes } from './push'
import { measureStartup } from './startup'

export const measureCommandLine = async (url: string): Promise<CommandLine> => {
  await buildCli()
  return { startups: await measureStartup(), ...(await measurePushes(url)) }
}

const run = async () => {
  const state = await temporaryState()
  const server = await startServer(state, { DEMO: 'off', RATE_LIMITS: 'off' })
  try {
    const section = commandLineSection(await measureCommandLine(server.url))
    const path = resolve(root, 'docs/benchmarks.md')
    const [before = ''] = (await readFile(path, 'utf8')).split(commandLineHeading)
    await writeFile(path, `${before.trimEnd()}\n\n${section}`)
    console.log(section)
  } finally {
    await server.stop()
    await removeFolder(state)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run()
