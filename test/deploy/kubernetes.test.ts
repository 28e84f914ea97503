import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { startMockServer } from '../../src/compose/index.ts'
import { compilerErrors } from '../support/compiler.ts'
import { pinnedImage, projectFile } from '../support/project.ts'

// examples/kubernetes against Kubernetes' own types: its client's declarations are generated from the API's OpenAPI document, and the
// compiler refuses a field that they do not have and the lack of one that they require.

interface KubernetesObject {
  readonly apiVersion: string
  readonly kind: string
  readonly spec: Record<string, never>
}

const documents = parseAllDocuments(projectFile('examples/kubernetes/orgmock.yaml'))
const objects = documents.map((document) => document.toJS() as KubernetesObject)

const types: Readonly<Record<string, string>> = {
  'apps/v1 Deployment': 'V1Deployment',
  'v1 Service': 'V1Service',
  'autoscaling/v2 HorizontalPodAutoscaler': 'V2HorizontalPodAutoscaler',
  'policy/v1 PodDisruptionBudget': 'V1PodDisruptionBudget',
}

function ofKind(kind: string): KubernetesObject {
  const found = objects.find((candidate) => candidate.kind === kind)
  if (found === undefined) throw new Error(`examples/kubernetes has no ${kind}`)
  return found
}

/** A program that is right when the object is one of its type. */
function typed(object: KubernetesObject): string {
  const type = types[`${object.apiVersion} ${object.kind}`] ?? 'never'
  return `import type { ${type} } from '@kubernetes/client-node'\nexport const object: ${type} = ${JSON.stringify(object)}\n`
}

interface Probe {
  httpGet: { path: string; port?: string }
}
// The parts of the Deployment that the tests below name.
interface Deployment {
  apiVersion: string
  kind: string
  spec: {
    selector?: object
    template: {
      metadata: { labels: object }
      spec: {
        securityContext: object
        terminationGracePeriodSeconds: number
        containers: [
          {
            name?: string
            image: string
            ports: { name: string; containerPort: number | string }[]
            securityContext: object
            resources: { requests?: object; limits?: object }
            startupProbe: Probe
            readinessProbe: Probe
            livenessProbe: Probe
            lifecycle: { preStop: { sleep: { seconds: number } } }
          },
        ]
      }
    }
  }
}
const deployment = ofKind('Deployment') as unknown as Deployment
const [container] = deployment.spec.template.spec.containers

test('the four objects are what Kubernetes takes, field by field', () => {
  expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([])
  expect(objects.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)).toEqual(Object.keys(types))
  const files = Object.fromEntries(objects.map((object) => [`${object.kind}.ts`, typed(object)]))
  expect(compilerErrors(files)).toEqual({
    'Deployment.ts': [],
    'Service.ts': [],
    'HorizontalPodAutoscaler.ts': [],
    'PodDisruptionBudget.ts': [],
  })
})

test('one that is not would be refused', () => {
  const saboteurs: Record<string, (broken: Deployment) => void> = {
    'unknown-field.ts': ({ spec }) => Object.assign(spec, { replica: 3 }),
    'misspelt-deep-down.ts': ({ spec }) => Object.assign(spec.template.spec.containers[0], { readynessProbe: {} }),
    'unknown-in-a-probe.ts': ({ spec }) => Object.assign(spec.template.spec.containers[0].startupProbe, { every: 1 }),
    'selector-missing.ts': ({ spec }) => delete spec.selector,
    'name-missing.ts': ({ spec }) => delete spec.template.spec.containers[0].name,
    'port-missing.ts': ({ spec }) => delete spec.template.spec.containers[0].startupProbe.httpGet.port,
    'number-as-text.ts': ({ spec }) => Object.assign(spec.template.spec, { terminationGracePeriodSeconds: '15' }),
    'list-as-text.ts': ({ spec }) => {
      Object.assign(spec.template.spec.containers[0].securityContext, { capabilities: { drop: 'ALL' } })
    },
    'older-version.ts': (broken) => Object.assign(broken, { apiVersion: 'extensions/v1beta1' }),
  }
  const files = Object.fromEntries(
    Object.entries(saboteurs).map(([name, sabotage]) => {
      const broken = structuredClone(deployment)
      sabotage(broken)
      return [name, typed(broken as unknown as KubernetesObject)]
    }),
  )
  const errors = compilerErrors(files)
  expect(Object.keys(files).filter((name) => errors[name]?.length === 0)).toEqual([])
})

describe('the Deployment', () => {
  test('runs the image of this version', () => {
    expect(container.image).toBe(pinnedImage)
  })

  test('is bound by the restricted Pod Security Standard, with a root that is read only', () => {
    expect(deployment.spec.template.spec.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      seccompProfile: { type: 'RuntimeDefault' },
    })
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
  })

  test.each(['startupProbe', 'readinessProbe', 'livenessProbe'] as const)(
    'has a %s that the server answers with 200',
    async (probe) => {
      const server = await startMockServer({ port: 0 })
      try {
        const { path, port } = container[probe].httpGet
        expect((await fetch(new URL(path, server.url))).status).toBe(200)
        expect((await fetch(new URL(`${path}x`, server.url))).status).toBe(404)
        expect(container.ports.map(({ name }) => name)).toContain(port)
      } finally {
        await server.close()
      }
    },
  )

  test('names the port that the image listens on', () => {
    const [, port] = /^EXPOSE (\d+)$/m.exec(projectFile('Dockerfile')) ?? []
    expect(container.ports).toEqual([{ name: 'http', containerPort: Number(port) }])
  })

  test('says what it needs, which the autoscaler takes for 100 %', () => {
    expect(container.resources).toEqual({
      requests: { cpu: '100m', memory: '128Mi' },
      limits: { memory: '256Mi' },
    })
  })

  test('leaves time to stop after the pause before SIGTERM', () => {
    const pause = container.lifecycle.preStop.sleep.seconds
    expect(deployment.spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(pause + 1)
  })
})

test('all four mean the same pods', () => {
  const labels = { 'app.kubernetes.io/name': 'orgmock' }
  expect(deployment.spec.selector).toEqual({ matchLabels: labels })
  expect(deployment.spec.template.metadata.labels).toEqual(labels)
  expect(ofKind('Service').spec).toMatchObject({ selector: labels, ports: [{ port: 80, targetPort: 'http' }] })
  expect(ofKind('PodDisruptionBudget').spec).toMatchObject({ selector: { matchLabels: labels } })
  expect(ofKind('HorizontalPodAutoscaler').spec).toMatchObject({
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'orgmock' },
    minReplicas: 3,
  })
})
