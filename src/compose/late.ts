import { describedLater } from '../options/index.ts'

// biome-ignore lint/suspicious/noExplicitAny: a function may have any parameters
type Work = (...given: any[]) => unknown
type Late<F> = F extends (...given: infer A) => infer R ? (...given: A) => Promise<Awaited<R>> : never

/** A function of a module that is loaded when it is first called. What it throws, it rejects with. */
export function late<Module extends object, Name extends keyof Module>(
  load: () => Promise<Module>,
  name: Name,
): Late<Module[Name]> {
  const find = async () => (await load())[name] as Work
  return describedLater(find, async (...given: unknown[]) => (await find())(...given)) as Late<Module[Name]>
}
