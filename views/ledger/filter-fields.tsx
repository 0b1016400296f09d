import { groupsOf, partsOf, wordsOf } from '../../functions/lib/filter'
import { oneText } from '../../functions/lib/text/text'
import { AnyOf } from '../ui/any-of'
import { type OptionGroup, Select } from '../ui/field'
import { SearchField } from '../ui/form'

type Props = {
  /** A `figureSubject`. */
  subject: string
  choices: OptionGroup[]
  /** Names of chosen subjects that may not be offered. */
  chosen: { subject: string; label: string }[]
  idPrefix: string
}

const types = [
  { value: '', label: 'Any way' },
  { value: 'timer', label: 'Timer' },
  { value: 'manual', label: 'Entered' },
  { value: 'import', label: 'Imported' },
  { value: 'extension', label: 'Browser extension' },
  { value: 'cli', label: 'Command line' },
]

const billables = [
  { value: '', label: 'Billable or not' },
  { value: 'yes', label: 'Billable' },
  { value: 'no', label: 'Not billable' },
]

const isListed = (group: string[]) => !group.some((one) => /^(text|type|billable|weekday|hour|pr):/.test(one))

/** The fields of a filter (lib/filter.ts): any of, and any of, none of, words, and how time came. */
export const FilterFields = ({ subject, choices, chosen, idPrefix }: Props) => {
  const { all, none } = partsOf(subject)
  const one = (kind: string) =>
    all.find(([first = '', ...more]) => first.startsWith(`${kind}:`) && more.length === 0)?.[0]
  const [any = [], also = [], ...others] = all.filter(isListed)
  const said = [one('type'), one('billable')]
  const kept = [
    ...others,
    ...all.filter((group) => !isListed(group) && !said.includes(group[0]) && !group[0]?.startsWith('text:')),
  ]
  const lists = { groups: choices, chosen }
  return (
    <>
      {kept.map((group) => (
        <input type="hidden" name="subject" value={oneText(group)} />
      ))}
      <AnyOf label="Time of" name="any" idPrefix={idPrefix} value={oneText(any)} {...lists} />
      <AnyOf
        label="And of"
        name="also"
        idPrefix={idPrefix}
        value={oneText(also)}
        options={[{ value: '', label: 'anything' }]}
        {...lists}
      />
      <AnyOf
        label="Not of"
        name="not"
        idPrefix={idPrefix}
        value={oneText(none)}
        options={[{ value: '', label: 'nothing' }]}
        {...lists}
      />
      <SearchField
        name="q"
        label="Words"
        idPrefix={idPrefix}
        grow={false}
        dir="auto"
        value={wordsOf(subject)}
        placeholder="Title, notes or tags"
      />
      <Select
        label="Logged by"
        name="type"
        idPrefix={idPrefix}
        options={types}
        value={one('type')?.slice('type:'.length) ?? ''}
      />
      <Select
        label="Billing"
        name="billable"
        idPrefix={idPrefix}
        options={billables}
        value={one('billable')?.slice('billable:'.length) ?? ''}
      />
    </>
  )
}

/** A chip for each group of a filter. @param nameOf words of a group @param hrefOf the page with another filter */
export const filterChips = (subject: string, nameOf: (group: string) => string, hrefOf: (subject: string) => string) =>
  groupsOf(subject).map(({ subject: group, isOut, without }) => ({
    label: isOut ? 'not' : undefined,
    text: nameOf(group),
    href: hrefOf(without),
  }))
