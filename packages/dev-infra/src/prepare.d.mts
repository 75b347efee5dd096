/** A program that has to be on the machine and is not, with the commands that bring it. */
export type MissingTool = { tool: string; debian: string; macos: string; found?: string };

export type MongoEngine = 'mongod' | 'ferretdb';

/** Where the servers' programs are; a store that a URL variable names has none. */
export type Programs = {
  java?: string;
  /** Folder of the broker's jars. */
  kafka?: string;
  redis?: string;
  mongo?: { engine: MongoEngine; path: string };
};

export type ProgressListener = (step: {
  name: string;
  state: 'waiting' | 'making' | 'made';
}) => void;

export type PlanOptions = {
  /** Names stores that exist already (`KAFKA_BROKERS` …), `PATH` and the cache folder. */
  env: NodeJS.ProcessEnv;
  /** Keeps to the engine that wrote a data folder; otherwise `mongod` when it is on PATH. */
  mongoEngine?: MongoEngine | undefined;
  /** Also prepares what only tests start: the S3 server. */
  forTests?: boolean;
};

export type Plan = {
  /** What `run` will download or build; empty when the cache has everything. */
  steps: string[];
  /** Makes what is missing, in parallel, and says where everything is. */
  run(onProgress?: ProgressListener): Promise<Programs>;
};

/** Thrown before anything is downloaded, built or started; its message is for a person. */
export class MissingToolsError extends Error {
  constructor(missing: MissingTool[]);
  readonly missing: MissingTool[];
}

/** Looks for every tool that the embedded stores need here. Throws `MissingToolsError`. Starts nothing. */
export function planStores(options: PlanOptions): Promise<Plan>;

/** Plans and runs in one call, for callers that need no progress. */
export function prepareStores(options: PlanOptions): Promise<Programs>;

/** Builds the S3 server that tests start, unless the cache has it; gives its program. Throws `MissingToolsError`. */
export function prepareS3(env: NodeJS.ProcessEnv): Promise<string>;

/** A tool as `inspectTools` found it; without `path` it is absent. */
export type InspectedTool = { tool: string; path?: string; version?: string };

/** What of Java, Maven, Go, Redis and MongoDB is on this machine, needed here or not. */
export function inspectTools(env: NodeJS.ProcessEnv): Promise<InspectedTool[]>;

/** Where downloads and builds are kept, and which are there. */
export function inspectCache(
  env: NodeJS.ProcessEnv,
): Promise<{ folder: string; entries: string[] }>;

/** Where downloads and builds are kept: `$DAILYFEED_CACHE`, else the user's cache folder; never in the clone. */
export function cacheFolder(env: NodeJS.ProcessEnv): string;
