import { quoted } from '../changes/words'
import { isolated } from '../lib/text'
import type { Saying } from './many-schema'
import { refusedItWords } from './many-words'
import type { Why } from './writes-plan'

const named = (label: string) => isolated(quoted(label))

/** What came of a button about one app. */
export const pressedWords = (label: string, want: Saying, isAllowed: boolean) => {
  const now = isAllowed ? 'allowed' : 'blocked'
  return want === 'reset'
    ? `${named(label)} has no rule of yours any more: it is ${now}`
    : `${named(label)} is ${now} now`
}

/** Why nothing came of it. */
export const refusedWords = (label: string, why: Why) =>
  `${named(label)} was not changed: ${refusedItWords(why).toLowerCase()}`
