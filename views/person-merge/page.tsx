import type { ListedPerson } from '../../functions/people/schema'
import { inheritedByPerson, type LinkedRows, linkedWords } from '../../functions/person-merge/plan'
import { Ask, Confirm, Consequences } from '../changes/preview'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { Datalist, Field } from '../ui/field'
import { RowList, RowMeta, RowTitle } from '../ui/rows'
import { PageHead, Section } from '../ui/section'

type Other = Pick<ListedPerson, 'id' | 'name' | 'role'>

type Props = {
  person: ListedPerson
  others: Other[]
  typed?: string
  error?: string
  /** People who match the typed name. */
  matches?: Other[]
  preview?: { into: ListedPerson; linked: LinkedRows }
}

export const mergePersonTitle = ({ name }: Pick<ListedPerson, 'name'>) => `Merge ${name}`

const Choose = ({ person, others, typed, error, preview }: Props) => (
  <Ask action={`/people/${person.id}/merge`} label="Person to merge into" isShown={preview !== undefined}>
    <Field
      label="Merge into"
      name="name"
      dir="auto"
      list="merge-targets"
      autocomplete="off"
      value={typed ?? preview?.into.name}
      errors={error ? [error] : undefined}
      autofocus={!preview}
    />
    <Datalist id="merge-targets" values={[...new Set(others.map(({ name }) => name))]} />
  </Ask>
)

const Matches = ({ person, matches }: { person: ListedPerson; matches: Other[] }) => (
  <Section id="matches" title="Which of these?">
    <RowList
      rows={matches}
      item={({ id, name, role }) => (
        <li>
          <div>
            <RowTitle href={`/people/${person.id}/merge?into=${id}`} name={name} />
            <RowMeta parts={[role && <bdi>{role}</bdi>]} />
          </div>
        </li>
      )}
    />
  </Section>
)

const Effects = ({
  person,
  preview: { into, linked },
}: {
  person: ListedPerson
  preview: NonNullable<Props['preview']>
}) => {
  const { words } = inheritedByPerson(person, into)
  const moved = linkedWords(linked)
  return (
    <Consequences
      points={[
        moved ? (
          <>
            {moved} will move to <bdi>{into.name}</bdi>, including deleted ones.
          </>
        ) : (
          'There are no meetings, action items or feedback to move.'
        ),
        words.length > 0 && (
          <>
            <bdi>{into.name}</bdi> takes over the {new Intl.ListFormat('en-GB').format(words)}.
          </>
        ),
        <>
          <bdi>{person.name}</bdi> will be removed from your people.
        </>,
      ]}
    />
  )
}

/** `/people/:id/merge` */
export const PeopleMergePage = (props: Props) => {
  const { person, others, matches, preview } = props
  return (
    <>
      <PageHead title={<bdi>{mergePersonTitle(person)}</bdi>} summary={person.role && <bdi>{person.role}</bdi>} />
      {others.length === 0 ? (
        <Empty title="Nobody else" actions={<LinkButton href="/people">People</LinkButton>}>
          You need two people to merge.
        </Empty>
      ) : (
        <Choose {...props} />
      )}
      {matches && <Matches person={person} matches={matches} />}
      {preview && (
        <Section id="merge-preview" title="Preview">
          <Effects person={person} preview={preview} />
          <Confirm
            action={`/people/${person.id}/merge`}
            fields={[['into', preview.into.id]]}
            button="Merge"
            cancel={`/people/${person.id}`}
          />
        </Section>
      )}
    </>
  )
}
