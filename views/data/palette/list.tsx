import type { Child, PropsWithChildren } from 'hono/jsx'
import type { Group, PaletteOption } from '../../../functions/data/palette/options'
import { shortcutGroups } from '../../../functions/data/palette/shortcuts'
import { plural } from '../../../functions/lib/text/format'
import type { UsedPart } from '../../../functions/lib/uses'
import { lineWords } from '../../../functions/line/words'
import { paletteFieldId, paletteNoteId } from '../../frame/shell/palette'
import { barForm } from '../../frame/shell/start-button'
import { Icon, ProjectMark } from '../../ui/icon'
import { Pieces } from '../../ui/marked'
import { Section } from '../../ui/section'
import { useParts } from '../../ui/uses'

/** Keys displayed as a sign. */
const signs: Partial<Record<string, string>> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' }

const Keys = ({ keys }: { keys: string }) => (
  <>
    {(keys === ' ' ? ['Space'] : keys.split(' ')).map((key) => (
      <>
        <kbd>{signs[key] ?? key}</kbd>{' '}
      </>
    ))}
  </>
)

const Content = ({ icon, title, detail, excerpt, keys, color, isWrong }: PaletteOption) => (
  <>
    <Icon name={icon} />
    <span class="truncate">
      {color && <ProjectMark color={color} />}
      <bdi>
        <Pieces of={title} />
      </bdi>
      {excerpt && (
        <small class="grid pb-1 text-small text-grey">
          <bdi class="truncate">
            <Pieces of={excerpt} />
          </bdi>
        </small>
      )}
    </span>
    <small class={`text-small ${isWrong ? 'text-bad' : 'max-w-32 truncate text-grey sm:max-w-64'}`}>
      {detail && <bdi>{detail}</bdi>} {keys && <Keys keys={keys} />}
    </small>
  </>
)

const optionLook =
  'grid min-h-11 w-full cursor-pointer grid-cols-[1rem_minmax(0,1fr)_auto] items-center gap-3 border-0 bg-transparent px-4 py-0 text-start *:[i]:text-grey hover:bg-hover hover:no-underline aria-disabled:cursor-default aria-selected:bg-accent-wash aria-selected:shadow-marked aria-selected:*:[i]:text-accent sm:min-h-8.5 forced-colors:aria-selected:outline forced-colors:aria-selected:-outline-offset-1'

type OptionProps = { option: PaletteOption; id: string; isSelected: boolean }

/**
 * Form of an option. Its response replaces the note, with the reason of a refusal; the response of a timer option
 * replaces the timer.
 */
const Sends = ({
  posts,
  values = {},
  leaves,
  children,
}: PropsWithChildren<{ posts: string; values?: Record<string, string>; leaves?: true }>) => (
  <form
    data-lines={paletteFieldId}
    {...(posts === '/timer/start'
      ? barForm(posts)
      : {
          method: 'post',
          action: posts,
          ...(!leaves && { 'hx-post': posts, 'hx-target': `#${paletteNoteId}`, 'hx-swap': 'innerHTML' }),
        })}
  >
    {Object.entries(values).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    {children}
  </form>
)

/** Row of an option. It is selected by keys in the field, so it is not a tab stop. */
const OptionRow = ({ option, id, isSelected }: OptionProps) => {
  const { does } = option
  const attributes = {
    id,
    class: optionLook,
    role: 'option',
    tabindex: -1,
    'aria-selected': String(isSelected),
  } as const
  if (does === null) {
    return (
      <div {...attributes} aria-disabled="true">
        <Content {...option} />
      </div>
    )
  }
  if ('href' in does) {
    return (
      <a {...attributes} href={does.href} data-opens={does.opens}>
        <Content {...option} />
      </a>
    )
  }
  if ('posts' in does) {
    return (
      <Sends {...does}>
        <button type="submit" {...attributes}>
          <Content {...option} />
        </button>
      </Sends>
    )
  }
  const data =
    'fills' in does
      ? { 'data-line': does.fills, 'data-caret': does.caret ?? does.fills.length }
      : { 'data-presses': does.presses }
  return (
    <div {...attributes} {...data}>
      <Content {...option} />
    </div>
  )
}

/** The first option with the best (lowest) rank that can be chosen. */
const bestOf = (options: PaletteOption[]) =>
  options.reduce(
    (best, { rank, does }, index) =>
      does !== null && rank < (options[best]?.does ? (options[best]?.rank ?? 9) : 9) ? index : best,
    0,
  )

type ListProps = { groups: Group[]; hidden: number; line: string }

/** Options in groups, with their number. */
export const PaletteList = ({ groups, hidden, line }: ListProps) => {
  const all = groups.flatMap(({ options }) => options)
  const best = bestOf(all)
  return (
    <>
      {groups.map(({ name, options }, index) => (
        <div {...{ role: 'group', 'aria-labelledby': `palette-group-${index}` }}>
          <h3 class="px-4 pt-2 pb-0.5 text-small text-grey" id={`palette-group-${index}`} role="presentation">
            {name}
          </h3>
          {options.map((option) => {
            const at = all.indexOf(option)
            return <OptionRow option={option} id={`palette-option-${at}`} isSelected={at === best} />
          })}
        </div>
      ))}
      <hx-partial hx-target="#palette-more" hx-swap="innerHTML">
        <span class="sr-only" data-count>
          {plural(all.length, 'result')}.
        </span>{' '}
        {hidden > 0 && (
          <a class="link" href={`/search?q=${encodeURIComponent(line)}`}>
            {hidden} more
          </a>
        )}
      </hx-partial>
      <hx-partial hx-target={`#${paletteNoteId}`} hx-swap="innerHTML" />
    </>
  )
}

type Help = { id: string; name: string; rows: [Child, string][] }

const HelpSection = ({ id, name, rows }: Help) => (
  <div class="break-inside-avoid pt-6 *:mt-0">
    <Section id={id} title={name}>
      <dl class="mt-3 text-small">
        {rows.map(([term, does]) => (
          <div class="grid grid-cols-[5rem_minmax(0,1fr)] items-baseline gap-x-2 pb-2">
            <dt>{term}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Section>
  </div>
)

/** All keyboard shortcuts of the features in use, and the marks of a line. */
export const ShortcutList = () => {
  const isOn = useParts()
  const isShown = ({ use }: { use?: UsedPart }) => isOn(use)
  return (
    <div class="columns-xs gap-x-8">
      {shortcutGroups.filter(isShown).map(({ name, keys }, index) => (
        <HelpSection id={`keys-${index}`} name={name} rows={keys.map(([one, does]) => [<Keys keys={one} />, does])} />
      ))}
      {lineWords.filter(isShown).map(({ name, words }, index) => (
        <HelpSection
          id={`words-${index}`}
          name={name}
          rows={words.map(([word, means]) => [<span class="mono">{word}</span>, means])}
        />
      ))}
    </div>
  )
}
