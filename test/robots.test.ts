import { expect, test } from 'vitest'
import robots from '../public/robots.txt?raw'

test('robots.txt lets calendars read feeds, by the longest rule that matches (RFC 9309), and nothing else', () => {
  const rules = [...robots.matchAll(/^(Allow|Disallow): (\S+)$/gm)].map(([, rule, path = '']) => ({ rule, path }))
  const mayRead = (path: string) =>
    rules.filter((one) => path.startsWith(one.path)).toSorted((a, b) => b.path.length - a.path.length)[0]?.rule !==
    'Disallow'
  expect(['/feeds/secret.ics', '/', '/sessions', '/r/secret', '/p/secret'].filter(mayRead)).toEqual([
    '/feeds/secret.ics',
  ])
})
