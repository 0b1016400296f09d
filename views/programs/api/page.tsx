import { apiTokenPrefix } from '../../../functions/account/auth/programs/issue'
import { scopeWords } from '../../../functions/account/settings/tokens/schema'
import { scopes } from '../../../functions/lib/feature'
import { plural } from '../../../functions/lib/text/format'
import { linkedSchemas, type Reference } from '../../../functions/programs/api/reference'
import { LinkButton } from '../../ui/button'
import { CopyableCode } from '../../ui/copyable'
import { Empty } from '../../ui/empty'
import { Select } from '../../ui/field'
import { LiveToolbar, SearchField } from '../../ui/form'
import { classes } from '../../ui/icon'
import { docsPath } from '../../ui/links'
import { PageHead, Section, TextLink } from '../../ui/section'
import { InlineCode, MemberList, Members, MembersOrType, Operation, ReferenceEntry } from './operation'

/** All groups with their operations. Each operation has its id here, so that old links still work. */
const Contents = ({ sections, q }: Pick<Reference, 'sections'> & { q: string }) => (
  <Section id="operations" title="Operations">
    <nav
      class={classes('mt-6 columns-sm gap-x-6', q === '' && 'max-sm:columns-2 max-sm:gap-x-4')}
      aria-label="Operations"
    >
      {sections.map(({ tag, slug: group, operations }) => (
        <div class={classes('break-inside-avoid pb-4', q === '' && 'max-sm:pb-0')}>
          <h3 class={classes('border-b border-line', q === '' && 'max-sm:font-regular max-sm:text-text')}>
            <a href={docsPath({ q, group })}>{tag}</a>
          </h3>
          <ul class={classes('text-small', q === '' && 'max-sm:hidden')}>
            {operations.map(({ operationId, method, path, summary }) => (
              <li id={operationId}>
                <a class="grid py-1" href={docsPath({ q, group }, operationId)}>
                  {summary}
                  <code class="wrap-anywhere text-grey">
                    {method} {path}
                  </code>
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  </Section>
)

const ways = [
  {
    name: 'Personal token',
    does: [
      `For your own scripts: \`${apiTokenPrefix}\` and 64 hexadecimal digits, sent as \`Authorization: Bearer\`.`,
      'It works until it expires or is revoked, within its scopes, and never for devices, tokens or deleting the account. Admin routes need the scope admin.',
    ],
  },
  {
    name: 'Program tokens',
    does: [
      'For an app that people sign in to. `POST /auth/magic-link` with `{email}` emails a code; with `client: "cli"` the emailed link shows a personal token to paste.',
      '`POST /auth/token` with `{email, code}` returns an access token for 15 minutes and a refresh token.',
      '`POST /auth/refresh` returns the next pair. Reusing an old refresh token ends the session, as `POST /auth/sign-out` does.',
    ],
  },
  {
    name: 'Session cookie',
    does: [
      'For a signed-in browser: `session`, or `__Host-session` over https. Writes need the `Origin` of this site, or `Sec-Fetch-Site: same-origin`.',
    ],
  },
]

const Lines = ({ texts }: { texts: string[] }) => (
  <ul class="grid max-w-192 gap-1">
    {texts.map((text) => (
      <li>
        <InlineCode text={text} />
      </li>
    ))}
  </ul>
)

const Access = () => (
  <Section id="access" title="Authentication" aside={<TextLink href="/settings/tokens">Create a token</TextLink>}>
    <MemberList>
      {ways.map(({ name, does }) => (
        <>
          <dt>{name}</dt>
          <dd>
            <Lines texts={does} />
          </dd>
        </>
      ))}
    </MemberList>
    <h3 class="mt-4">Scopes of a personal token</h3>
    <MemberList>
      {scopes.map((scope) => (
        <>
          <dt>
            <code>{scope}</code>
          </dt>
          <dd>{scopeWords[scope]}</dd>
        </>
      ))}
    </MemberList>
  </Section>
)

/** Maximum length of a search in characters. */
export const docsSearchLimit = 100

/** `group` is the slug of the displayed group; empty for all. `found` are the groups that contain all words of `q`. */
type View = { q: string; group: string; found: Reference['sections'] }

type Props = { reference: Reference; view: View; origin: string }

const Form = ({ reference: { sections }, view: { q, group, found } }: Props) => {
  const countOf = (slug: string) => found.find((section) => section.slug === slug)?.operations.length ?? 0
  return (
    <LiveToolbar label="API" action="/api/docs" list="reference-results" idPrefix="docs">
      <SearchField
        label="Search the API"
        idPrefix="docs"
        value={q}
        placeholder="Path, field or word"
        autocomplete="off"
        maxlength={docsSearchLimit}
      />
      <Select
        label="Group"
        unseenLabel
        name="group"
        idPrefix="docs"
        value={group}
        options={[
          { value: '', label: 'All groups' },
          ...sections.map(({ tag, slug }) => ({ value: slug, label: `${tag} (${countOf(slug)})` })),
        ]}
      />
    </LiveToolbar>
  )
}

const Shapes = ({ shapes, names }: Pick<Reference, 'shapes'> & { names: string[] }) =>
  names.length > 0 && (
    <Section id="shapes" title="Schemas" summary="request and response bodies">
      {names.map((name) => {
        const shape = shapes[name] ?? {}
        return (
          <ReferenceEntry id={name} title={name}>
            {shape.description && <p>{shape.description}</p>}
            <MembersOrType shape={shape} answered />
            {shape.items?.properties && <Members shape={shape.items} answered />}
          </ReferenceEntry>
        )
      })}
    </Section>
  )

const Errors = ({ errors }: Pick<Reference, 'errors'>) => (
  <Section id="errors" title="Errors" summary="returned as problem details">
    <MemberList>
      {errors.map(({ status, description }) => (
        <>
          <dt id={`error-${status}`}>
            <code>{status}</code>
          </dt>
          <dd>
            <InlineCode text={description} />
          </dd>
        </>
      ))}
    </MemberList>
  </Section>
)

/** A group: its operations, the schemas that they use, and the errors. */
const Group = ({ reference, view: { q, group, found }, origin }: Props) => {
  const { shapes, errors } = reference
  const shown = found.filter(({ slug }) => slug === group)
  const operations = shown.flatMap((section) => section.operations)
  return (
    <>
      {operations.length === 0 && (
        <Empty
          title="Nothing found in this group"
          actions={<LinkButton href={docsPath({ q, group: '' })}>Search all groups</LinkButton>}
        />
      )}
      {shown.map(({ tag, slug }) => (
        <Section
          id={`section-${slug}`}
          title={tag}
          aside={<TextLink href={docsPath({ q, group: '' })}>All groups</TextLink>}
        >
          {operations.map((operation) => (
            <Operation operation={operation} shapes={shapes} origin={origin} />
          ))}
        </Section>
      ))}
      <Errors errors={errors} />
      <Shapes shapes={shapes} names={linkedSchemas(operations, shapes)} />
    </>
  )
}

const Overview = ({ reference: { about, errors }, view: { q, found }, origin }: Props) => {
  if (q)
    return found.length > 0 ? (
      <Contents sections={found} q={q} />
    ) : (
      <Empty title="Nothing found">No operation has all of these words.</Empty>
    )
  return (
    <>
      <CopyableCode id="first-request" name="Request">
        {`curl ${origin}/api/v1/sessions \\\n  -H "Authorization: Bearer ${apiTokenPrefix}…"`}
      </CopyableCode>
      <Access />
      <Section id="conventions" title="Conventions">
        <Lines texts={about} />
      </Section>
      <Errors errors={errors} />
      <Contents sections={found} q="" />
    </>
  )
}

/** `/api/docs` */
export const ApiPage = (props: Props) => {
  const { reference, view } = props
  const { found, group } = view
  const count = found.filter(({ slug }) => !group || slug === group).flatMap(({ operations }) => operations).length
  return (
    <div class="**:[code,pre]:font-mono **:[code,pre]:text-small" data-wide>
      <PageHead
        title="API"
        summary={`version ${reference.version}`}
        actions={<LinkButton href="/api/v1/openapi.json">OpenAPI {reference.openapi}</LinkButton>}
      />
      <Form {...props} />
      <div id="reference-results">
        <p class="sr-only" role="status">
          {plural(count, 'operation')}
        </p>
        {group ? <Group {...props} /> : <Overview {...props} />}
      </div>
    </div>
  )
}
