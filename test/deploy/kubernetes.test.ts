import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { startMockServer } from '../../src/compose/index.ts'
import { parseConfig } from '../../src/config/file.ts'
import { compilerErrors } from '../support/compiler.ts'
import { pinnedImage, projectFile } from '../support/project.ts'

// examples/kubernetes against Kubernetes' own types: its client's declarations are generated from the API's OpenAPI document, and the
// compiler refuses a field that they do not have and the lack of one that they require.

interface KubernetesObject {
  readonly apiVersion: string
  readonly kind: string
  readonly spec: Record<string, never>
  readonly data?: Readonly<Record<string, string>>
}

const folder = 'examples/kubernetes'
const documents = ['orgmock.yaml', 'three-replicas/disruption-budget.yaml', 'app.yaml'].flatMap((name) =>
  parseAllDocuments(projectFile(`${folder}/${name}`)),
)
const objects = documents.map((document) => document.toJS() as KubernetesObject)

const types: Readonly<Record<string, string>> = {
  'v1 ConfigMap': 'V1ConfigMap',
  'apps/v1 Deployment': 'V1Deployment',
  'v1 Service': 'V1Service',
  'policy/v1 PodDisruptionBudget': 'V1PodDisruptionBudget',
  'v1 Pod': 'V1Pod',
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

test('all objects are what Kubernetes takes, field by field', () => {
  expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([])
  expect(objects.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)).toEqual(Object.keys(types))
  const files = Object.fromEntries(objects.map((object) => [`${object.kind}.ts`, typed(object)]))
  expect(compilerErrors(files)).toEqual({
    'ConfigMap.ts': [],
    'Deployment.ts': [],
    'Service.ts': [],
    'PodDisruptionBudget.ts': [],
    'Pod.ts': [],
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
    expect(container.ports).toEqual([
      { name: 'http', containerPort: Number(port) },
      { name: 'https', containerPort: 8443 },
    ])
  })

  test('says what it needs', () => {
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

test('all mean the same pods', () => {
  const labels = { 'app.kubernetes.io/name': 'orgmock' }
  expect(deployment.spec.selector).toEqual({ matchLabels: labels })
  expect(deployment.spec.template.metadata.labels).toEqual(labels)
  expect(ofKind('Service').spec).toMatchObject({
    selector: labels,
    ports: [
      { port: 80, targetPort: 'http' },
      { port: 443, targetPort: 'https' },
    ],
  })
  expect(ofKind('PodDisruptionBudget').spec).toMatchObject({ selector: { matchLabels: labels } })
})

test('one replica runs, as counts are each one’s own, and the overlay makes three of it', () => {
  expect(deployment.spec).toMatchObject({ replicas: 1 })
  const base = parse(projectFile(`${folder}/kustomization.yaml`)) as { resources: string[] }
  expect(base.resources).toEqual(['orgmock.yaml'])
  const overlay = parse(projectFile(`${folder}/three-replicas/kustomization.yaml`)) as object
  expect(overlay).toEqual({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: ['..', 'disruption-budget.yaml'],
    replicas: [{ name: 'orgmock', count: 3 }],
  })
  expect(deployment).toMatchObject({ metadata: { name: 'orgmock' } })
})

test('the ConfigMap is a file that the server takes, with the certificate of the secret', async () => {
  const text = ofKind('ConfigMap').data?.['orgmock.yaml'] ?? ''
  const file = await parseConfig('/app/orgmock.yaml', text)
  expect(file.values).toEqual({ seed: 1, count: 127, tlsCert: '/tls/tls.crt', tlsKey: '/tls/tls.key' })
  expect(container).toMatchObject({
    volumeMounts: [
      { name: 'config', mountPath: '/app/orgmock.yaml', subPath: 'orgmock.yaml' },
      { name: 'tls', mountPath: '/tls' },
    ],
  })
  expect(deployment.spec.template.spec).toMatchObject({
    volumes: [
      { name: 'config', configMap: { name: 'orgmock' } },
      { name: 'tls', secret: { secretName: 'orgmock-tls' } },
    ],
  })
})

test('the pod of an application reaches every real host name', () => {
  const [alias] = (ofKind('Pod').spec as unknown as { hostAliases: { ip: string; hostnames: string[] }[] }).hostAliases
  expect(alias?.ip).toBe('127.0.0.1')
  expect(alias?.hostnames.toSorted()).toEqual([
    'api.cekura.ai',
    'api.cloudflare.com',
    'api.cradl.ai',
    'api.nirvanalabs.io',
    'auth.cradl.ai',
  ])
})

test('Prometheus is told the path, the port and the token', async () => {
  const token = 'a-token-of-this-test'
  await using server = await startMockServer({ adminToken: token })
  const { annotations } = deployment.spec.template.metadata as unknown as { annotations: Record<string, string> }
  expect(annotations).toEqual({
    'prometheus.io/scrape': 'true',
    'prometheus.io/port': '8080',
    'prometheus.io/path': '/metrics',
  })
  const metrics = new URL(annotations['prometheus.io/path'] ?? '', server.url)
  expect((await fetch(metrics)).status).toBe(401)
  expect((await fetch(metrics, { headers: { Authorization: `Bearer ${token}` } })).status).toBe(200)
  const { scrape_configs: jobs } = parse(projectFile(`${folder}/prometheus.yaml`)) as { scrape_configs: object[] }
  expect(jobs).toMatchObject([{ authorization: { credentials_file: '/etc/orgmock/admin-token' } }])
  expect(JSON.stringify(container)).toContain('"secretKeyRef":{"name":"orgmock","key":"admin-token"}')
})
