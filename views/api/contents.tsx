import type { Reference } from '../../functions/api/reference'
import { docsPath } from '../links'

type Props = Pick<Reference, 'sections'> & { q: string }

/** All groups with their operations. An operation has its id here, so that older links to it lead somewhere. */
export const Contents = ({ sections, q }: Props) => (
  <nav class="reference-contents" aria-label="Operations">
    {sections.map(({ tag, slug: group, operations }) => (
      <div>
        <h2>
          <a href={docsPath({ q, group })}>{tag}</a>
        </h2>
        <ul>
          {operations.map(({ operationId, method, path, summary }) => (
            <li id={operationId}>
              <a class="link" href={docsPath({ q, group }, operationId)} title={`${method} ${path}`}>
                {summary}
              </a>
            </li>
          ))}
        </ul>
      </div>
    ))}
  </nav>
)
