import { vi } from 'vitest'
import { type Client, signedIn } from '../../../test/support/client'

/** A person in UTC, at noon of 10 March 2026. */
export const personAtNoon = () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime('2026-03-10T12:00:00.700Z')
  return signedIn({ time_zone: 'UTC' })
}

const unescaped = (text: string) =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

export const optionsIn = (html: string) =>
  Array.from(html.matchAll(/<div ([^>]*role="option"[^>]*)>(.*?)<\/div>/gs), ([, attributes = '', content = '']) => {
    const attribute = (name: string) => {
      const value = new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1]
      return value === undefined ? undefined : unescaped(value)
    }
    const words = content.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')
    return {
      words: unescaped(words.trim()),
      line: attribute('data-line') ?? '',
      caret: Number(attribute('data-caret')),
      create: attribute('data-create'),
      selected: attribute('aria-selected') === 'true',
    }
  })

/** The answer with the suggestions for a line whose caret stands at `|`, or at its end. */
export const suggest = async (client: Client, typed: string) => {
  const at = typed.indexOf('|')
  const caret = String(at < 0 ? typed.length : at)
  const query = new URLSearchParams({ entry: typed.replace('|', ''), caret })
  return client.get(`/sessions/entry/suggestions?${query}`, { part: true, page: '/' })
}

export const offered = async (client: Client, typed: string) => optionsIn(await (await suggest(client, typed)).text())

/** Lines that the options make. */
export const lines = async (client: Client, typed: string) => (await offered(client, typed)).map(({ line }) => line)
