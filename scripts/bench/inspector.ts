/** Times are in microseconds. */
export type Profile = {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number }; children?: number[] }[]
  samples: number[]
  timeDeltas: number[]
}

type Answer = { id?: number; method?: string; params?: { scriptId: string; url: string }; result?: unknown }

/** Time between two samples of the profiler. */
export const samplingMicroseconds = 100

const fileName = (url: string) => url.split('/').at(-1) ?? ''

/** Connects to the inspector of a local server's Worker (Chrome DevTools protocol). */
export const inspect = async (port: number) => {
  // The inspector refuses a client without an origin. The types are those of browsers, which send their own.
  const options: object = { headers: { Origin: `http://127.0.0.1:${port}` } }
  const socket = new WebSocket(`ws://127.0.0.1:${port}/core:user:daymark`, options as string[])
  const waiting = new Map<number, (result: unknown) => void>()
  const scripts = new Map<string, string>()
  socket.addEventListener('message', ({ data }) => {
    const { id, method, params, result }: Answer = JSON.parse(String(data))
    if (method === 'Debugger.scriptParsed' && params?.url.endsWith('.js')) {
      scripts.set(fileName(params.url), params.scriptId)
    }
    if (id !== undefined) waiting.get(id)?.(result)
  })
  await new Promise<void>((open, failed) => {
    socket.addEventListener('open', () => open())
    socket.addEventListener('error', () => failed(new Error('The inspector does not answer')))
  })
  let sent = 0
  const send = <Result>(method: string, params: object = {}) =>
    new Promise<Result>((done) => {
      sent += 1
      waiting.set(sent, (result) => done(result as Result))
      socket.send(JSON.stringify({ id: sent, method, params }))
    })
  await send('Profiler.enable')
  await send('Debugger.enable')
  const sources = new Map<string, string[]>()
  for (const [file, scriptId] of scripts) {
    const { scriptSource } = await send<{ scriptSource: string }>('Debugger.getScriptSource', { scriptId })
    sources.set(file, scriptSource.split('\n'))
  }
  await send('Debugger.disable')
  await send('Profiler.setSamplingInterval', { interval: samplingMicroseconds })
  return {
    /** The line of a function of the Worker's script; undefined for the runtime's own. */
    lineOf: ({ url, lineNumber }: Profile['nodes'][number]['callFrame']) => sources.get(fileName(url))?.[lineNumber],
    profile: async (work: () => Promise<void>) => {
      await send('Profiler.start')
      await work()
      return (await send<{ profile: Profile }>('Profiler.stop')).profile
    },
    close: () => socket.close(),
  }
}
export type Inspector = Awaited<ReturnType<typeof inspect>>
