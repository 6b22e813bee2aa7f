-- What a cluster keeps beside the service's own tables. Runs at every start, and changes nothing that is there.

-- who may write events of a camera: the holder of its newest epoch
CREATE TABLE IF NOT EXISTS vad_camera_epoch (
  camera uuid PRIMARY KEY,
  epoch bigint NOT NULL,
  node text NOT NULL,
  since timestamptz NOT NULL DEFAULT now());

-- how much each node does, for the placement of cameras
CREATE TABLE IF NOT EXISTS vad_node (
  address text PRIMARY KEY,
  node text NOT NULL,
  cameras int NOT NULL,
  scored_per_second double precision NOT NULL,
  processors int NOT NULL,
  at timestamptz NOT NULL);

-- models; one without bytes was taken off the shelf
CREATE TABLE IF NOT EXISTS vad_model (
  name text PRIMARY KEY,
  hash text NOT NULL,
  bytes bytea,
  at timestamptz NOT NULL DEFAULT now());

-- keys that encrypt cameras' addresses and cookies
CREATE TABLE IF NOT EXISTS vad_key (
  name text PRIMARY KEY,
  xml text NOT NULL);

-- Orleans: the members of the cluster, and the version of the list as a whole
CREATE TABLE IF NOT EXISTS vad_membership_version (
  cluster text PRIMARY KEY,
  version int NOT NULL);

CREATE TABLE IF NOT EXISTS vad_membership (
  cluster text NOT NULL REFERENCES vad_membership_version ON DELETE CASCADE,
  address text NOT NULL,
  port int NOT NULL,
  generation int NOT NULL,
  silo_name text NOT NULL,
  host_name text NOT NULL,
  status int NOT NULL,
  proxy_port int NOT NULL,
  suspect_times text,
  start_time timestamptz NOT NULL,
  alive_time timestamptz NOT NULL,
  PRIMARY KEY (cluster, address, port, generation));

-- Orleans: reminders
CREATE TABLE IF NOT EXISTS vad_reminder (
  service text NOT NULL,
  grain text NOT NULL,
  name text NOT NULL,
  hash int NOT NULL,
  start_time timestamptz NOT NULL,
  period bigint NOT NULL,
  version int NOT NULL DEFAULT 0,
  PRIMARY KEY (service, grain, name));

CREATE INDEX IF NOT EXISTS vad_reminder_hash ON vad_reminder (service, hash);

-- Orleans: the name and columns of this table are fixed, it is where Orleans finds its questions
CREATE TABLE IF NOT EXISTS OrleansQuery (
  QueryKey text PRIMARY KEY,
  QueryText text NOT NULL);
