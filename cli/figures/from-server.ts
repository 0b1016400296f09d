import type { Context } from '../context'
import { Failure } from '../failure'
import { callOk, jsonFrom } from '../remote/call'
import { accountIn } from '../store/account'
import type { Figures } from './figures'

const patienceMs = 3_000

type Stats = Omit<Figures, 'projects' | 'source'>
type Breakdown = { items: { label: string; total_seconds: number }[] }

/** Reads figures from the server; null where it cannot be reached or nobody is signed in. */
export const figuresFromServer = async (context: Context, from: string, to: string): Promise<Figures | null> => {
  const account = accountIn(context.store().db)
  if (!account?.token) return null
  const { server, token } = account
  const read = async <Body>(path: string) =>
    jsonFrom<Body>(await callOk(context, { server, token, path, timeoutMs: patienceMs }), server)
  try {
    const [stats, breakdown] = await Promise.all([
      read<Stats>(`/api/v1/stats?from=${from}&to=${to}&group=day`),
      read<Breakdown>(`/api/v1/stats/breakdown?from=${from}&to=${to}&by=project`),
    ])
    return { ...stats, projects: breakdown.items, source: 'server' }
  } catch (error) {
    if (error instanceof Failure && error.kind === 'offline') return null
    throw error
  }
}
