import { countsText, type TagRenaming } from '../../../functions/filing/tags/plan'
import { type TagRow, usesOf } from '../../../functions/filing/tags/schema'
import { plural } from '../../../functions/lib/format'
import { tagLimit } from '../../../functions/lib/tags'
import type { ListedSession } from '../../../functions/time/sessions/schema'
import { Ask, Confirm, Consequences } from '../../data/changes/preview'
import type { Reader } from '../../time/sessions/row'
import { AffectedSessions } from '../../time/sessions/row'
import { LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Datalist, Field } from '../../ui/field'
import { Section } from '../../ui/section'
import { TagRows } from './page'

type Props = {
  tags: TagRow[]
  name?: string
  errors?: string[]
  /** The most used tags, as suggestions. */
  names: string[]
  preview?: TagRenaming
  /** Latest affected sessions, if a single tag is renamed. */
  latest: ListedSession[]
  reader: Reader
  today: string
}

/** True where only sessions have the tags. */
const isOfSessions = (tags: TagRow[]) => tags.every(({ counts }) => usesOf({ counts }) === (counts.session ?? 0))

const pointsOf = ({ from, to, there, isInactive }: TagRenaming) => [
  from.length === 1 && from[0] ? (
    <>
      {countsText(from[0].counts)} {usesOf(from[0]) === 1 ? 'gets' : 'get'} <bdi>{to}</bdi> in place of{' '}
      <bdi>{from[0].tag}</bdi>, including deleted {isOfSessions(from) ? 'sessions' : 'ones'}.
    </>
  ) : (
    <>
      {isOfSessions(from) ? 'Every session' : 'Everything'} with one of these tags gets <bdi>{to}</bdi> instead,
      including what is deleted.
    </>
  ),
  there && (
    <>
      <bdi>{to}</bdi> already exists on {countsText(there.counts)}.
    </>
  ),
  (there || from.length > 1) && (
    <>
      {isOfSessions([...from, ...(there ? [there] : [])]) ? 'A session' : 'An entry'} with several of them gets{' '}
      <bdi>{to}</bdi> once.
    </>
  ),
  from.some(({ counts }) => counts.plan) && 'In the text of plans only the tags at its top change.',
  isInactive && (
    <>
      <bdi>{to}</bdi> is archived: it isn’t suggested when you type tags.
    </>
  ),
  'Their other tags and tracked time don’t change.',
]

type PreviewProps = Pick<Props, 'latest' | 'reader' | 'today'> & { preview: TagRenaming }

const Preview = ({ preview, latest, reader, today }: PreviewProps) => (
  <>
    <Section id="rename-preview" title="Preview">
      <Consequences points={pointsOf(preview)} />
      <Confirm
        action="/tags/rename"
        fields={[...preview.from.map(({ tag }): [string, string] => ['tag', tag]), ['name', preview.to]]}
        button={preview.there || preview.from.length > 1 ? 'Merge tags' : 'Rename tag'}
        cancel="/tags"
      />
    </Section>
    <Section id="rename-tags" title="Tags to replace" summary={preview.from.length}>
      <TagRows tags={preview.from} />
    </Section>
    {latest.length > 0 && (
      <Section id="rename-sessions" title="Sessions to change" summary={`the latest ${latest.length}`}>
        <AffectedSessions sessions={latest} reader={reader} today={today} />
      </Section>
    )}
  </>
)

export const RenameTags = ({ tags, name, errors, names, preview, ...shown }: Props) => {
  const [only] = tags
  if (!only) {
    return (
      <Empty title="No tag selected" actions={<LinkButton href="/tags">Tags</LinkButton>}>
        Select some in the list first.
      </Empty>
    )
  }
  return (
    <>
      <Ask action="/tags/rename" label="The new name" isShown={preview !== undefined}>
        {tags.map(({ tag }) => (
          <input type="hidden" name="tag" value={tag} />
        ))}
        <Field
          label={tags.length === 1 ? `New name for ${only.tag}` : `One name for ${plural(tags.length, 'tag')}`}
          name="name"
          dir="auto"
          maxlength={tagLimit}
          list="tag-names"
          autocomplete="off"
          value={name ?? only.tag}
          errors={errors}
          hint="Enter another tag’s name to merge the two. Case matters: Deep and deep are two tags."
          autofocus={!preview}
        />
        <Datalist id="tag-names" values={names} />
      </Ask>
      {preview ? (
        <Preview preview={preview} {...shown} />
      ) : (
        <Section id="rename-chosen" title="Selected tags" summary={tags.length}>
          <TagRows tags={tags} />
        </Section>
      )}
    </>
  )
}
