import type { Booty } from './jwts'

type Written = (first: string, second: string, third: string) => string

const cut: Record<string, Written> = {
  'without its first character': (...all) => all.join('.').slice(1),
  'without its last character': (...all) => all.join('.').slice(0, -1),
  'with its header cut short': (first, second, third) => [first.slice(0, -1), second, third].join('.'),
  'with its payload cut short': (first, second, third) => [first, second.slice(0, -1), third].join('.'),
  'with its signature cut to half': (first, second, third) => [first, second, third.slice(0, 21)].join('.'),
  'with an empty signature': (first, second) => `${first}.${second}.`,
  'with no signature': (first, second) => `${first}.${second}`,
  'with nothing but a header': (first) => first,
  'with an empty header': (_, second, third) => `.${second}.${third}`,
  'with an empty payload': (first, _, third) => `${first}..${third}`,
  'with parts that changed places': (first, second, third) => [second, first, third].join('.'),
}

const more: Record<string, Written> = {
  'with a part more': (...all) => `${all.join('.')}.AAAA`,
  'with a point more': (...all) => `${all.join('.')}.`,
  'with a point before it': (...all) => `.${all.join('.')}`,
  'with padding at its end': (...all) => `${all.join('.')}=`,
  'with padding in its middle': (first, second, third) => [first, `${second}=`, third].join('.'),
  'with a character more': (...all) => `${all.join('.')}A`,
  'with a space in it': (...all) => all.join(' .'),
  'with a tab in it': (...all) => all.join('.\t'),
  'with a letter that is not ASCII': (first, second, third) => [first, `${second}\u00E9`, third].join('.'),
  'with a per cent sign': (...all) => all.join('%2E'),
  'in capitals': (...all) => all.join('.').toUpperCase(),
  'in quotes': (...all) => `"${all.join('.')}"`,
  'in brackets': (...all) => `<${all.join('.')}>`,
  'twice, with a comma': (...all) => `${all.join('.')}, ${all.join('.')}`,
  'twice, as two headers': (...all) => `${all.join('.')}, Bearer ${all.join('.')}`,
  'behind the word Bearer again': (...all) => `Bearer ${all.join('.')}`,
  'behind the word Basic': (...all) => `Basic ${all.join('.')}`,
}

const nothing: Record<string, Written> = {
  empty: () => '',
  'two points': () => '..',
  'ten thousand points': () => '.'.repeat(10_000),
  '100 KB of one letter': () => 'a'.repeat(100_000),
  null: () => 'null',
  undefined: () => 'undefined',
  'a number': () => '0',
  'an object': () => '[object Object]',
  'a braced object': () => '{}',
  SQL: () => "' OR 1=1 --",
}

/** Malformed JWTs and other texts, by what is wrong with them. */
export const broken = Object.fromEntries(
  Object.entries({ ...cut, ...more, ...nothing }).map(([name, write]) => [
    name,
    ({ good }: Booty) => {
      const [first = '', second = '', third = ''] = good.split('.')
      return write(first, second, third)
    },
  ]),
)
