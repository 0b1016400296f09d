import type { Reference } from '../../functions/api/reference'
import { LinkButton } from '../ui/button'
import { PageHead, Section } from '../ui/section'
import { Access } from './access'
import { Operation } from './operation'
import { MemberList, Members, MembersOrType } from './shape'
import { Ticked } from './ticked'

const sectionId = (tag: string) => `section-${tag.toLowerCase().replaceAll(' ', '-')}`

const Contents = ({ sections }: Pick<Reference, 'sections'>) => (
  <nav class="reference-contents" aria-label="Operations">
    {sections.map(({ tag, operations }) => (
      <div>
        <h2>
          <a href={`#${sectionId(tag)}`}>{tag}</a>
        </h2>
        <ul>
          {operations.map(({ operationId, method, path, summary }) => (
            <li>
              <a class="link" href={`#${operationId}`} title={`${method} ${path}`}>
                {summary}
              </a>
            </li>
          ))}
        </ul>
      </div>
    ))}
  </nav>
)

const Shapes = ({ shapes, linked }: Pick<Reference, 'shapes' | 'linked'>) => (
  <Section id="shapes" title="Schemas" summary="request and response bodies">
    {linked.map((name) => {
      const shape = shapes[name] ?? {}
      return (
        <article class="operation" id={name} aria-labelledby={`${name}-head`}>
          <h3 id={`${name}-head`}>{name}</h3>
          {shape.description && <p>{shape.description}</p>}
          <MembersOrType shape={shape} answered />
          {shape.items?.properties && <Members shape={shape.items} answered />}
        </article>
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
            <Ticked text={description} />
          </dd>
        </>
      ))}
    </MemberList>
  </Section>
)

type Props = {
  reference: Reference
  origin: string
}

/** `/api/docs` */
export const ApiPage = ({ reference, origin }: Props) => {
  const { openapi, version, about, sections, errors, shapes, linked } = reference
  return (
    <div class="reference">
      <PageHead
        title="API"
        summary={`version ${version}`}
        actions={<LinkButton href="/api/v1/openapi.json">OpenAPI {openapi}</LinkButton>}
      />
      <ul class="about">
        {about.map((line) => (
          <li>
            <Ticked text={line} />
          </li>
        ))}
      </ul>
      <Contents sections={sections} />
      <Access />
      {sections.map(({ tag, operations }) => (
        <Section id={sectionId(tag)} title={tag}>
          {operations.map((operation) => (
            <Operation operation={operation} shapes={shapes} origin={origin} />
          ))}
        </Section>
      ))}
      <Errors errors={errors} />
      <Shapes shapes={shapes} linked={linked} />
    </div>
  )
}
