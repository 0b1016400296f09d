import { cardsApi } from './cards/api'
import { cards } from './cards/routes'
import { goalsApi } from './goals/api'
import { goals } from './goals/routes'
import { projectsApi } from './projects/api'
import { projects } from './projects/routes'

/** The kinds that `lib/resource` serves: their pages at `/<name>`, their API at `/api/v1/<name>`. */
export const resources = {
  cards: { pages: cards, api: cardsApi },
  goals: { pages: goals, api: goalsApi },
  projects: { pages: projects, api: projectsApi },
}
