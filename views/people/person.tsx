import type { ListedPerson } from '../../functions/people/schema'
import { OrganizationOf } from '../organization-link'
import { LinkButton } from '../ui/button'
import { PageActions } from '../ui/item-actions'
import { RowMeta } from '../ui/rows'
import { PageHead, Section } from '../ui/section'

/** `/people/:id` */
export const PersonPage = ({ person }: { person: ListedPerson }) => (
  <>
    <PageHead
      title={<bdi>{person.name}</bdi>}
      actions={
        <>
          <LinkButton href="/people">All people</LinkButton>
          <PageActions url={`/people/${person.id}`} />
        </>
      }
    />
    <RowMeta
      parts={[
        person.role && <bdi>{person.role}</bdi>,
        person.organization_name && <OrganizationOf row={person} />,
        person.email && (
          <a href={`mailto:${person.email}`}>
            <bdi>{person.email}</bdi>
          </a>
        ),
      ]}
    />
    {person.notes && (
      <Section id="notes" title="Notes">
        <p class="whitespace-pre-line" dir="auto">
          {person.notes}
        </p>
      </Section>
    )}
  </>
)
