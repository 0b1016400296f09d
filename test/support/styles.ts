import { filesIn } from './files'
import { tokensOf } from './html'

const sheets = Object.entries(await filesIn('public/assets')).filter(([path]) => path.endsWith('.css'))

const unescaped = (name: string) =>
  name.replaceAll(/\\(?:([\da-f]{1,6}) ?|(.))/g, (_, code, character) =>
    code ? String.fromCodePoint(Number.parseInt(code, 16)) : character,
  )

/** The classes that some rule of the built style sheets names. */
const known = new Set(
  sheets.flatMap(([, css]) =>
    Array.from(css.matchAll(/\.((?:[\w-]|[\u0080-\uffff]|\\[\da-f]{1,6} ?|\\.)+)/g), ([, name = '']) =>
      unescaped(name),
    ),
  ),
)

/** Marks an element for variants of others, such as `group-hover:`, and the language of a block of code. */
const isMark = (name: string) => /^(group|peer)(\/[\w-]+)?$|^@container|^language-/.test(name)

/** The classes in a page that no style sheet has a rule for: misspelled, or left over. */
export const unknownClasses = (html: string) => {
  const names = tokensOf(html).flatMap((token) =>
    token.kind === 'start' ? (token.attributes.get('class') ?? '').split(/\s+/) : [],
  )
  return [...new Set(names)].filter((name) => name && !known.has(name) && !isMark(name)).sort()
}
