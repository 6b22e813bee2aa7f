-- The questions that Orleans asks, in terms of our tables. Names of questions, of parameters and of the columns that come back are Orleans'.
-- What changes members changes the version of their list in the same statement, or nothing.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('InsertMembershipVersionKey', $$
  WITH made AS (INSERT INTO vad_membership_version (cluster, version) VALUES (@DeploymentId, 0) ON CONFLICT DO NOTHING RETURNING 1)
  SELECT count(*) FROM made
$$),
('InsertMembershipKey', $$
  WITH next AS (
    UPDATE vad_membership_version SET version = version + 1
    WHERE cluster = @DeploymentId AND version = @Version AND NOT EXISTS (
      SELECT 1 FROM vad_membership WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
    RETURNING cluster),
  made AS (
    INSERT INTO vad_membership (cluster, address, port, generation, silo_name, host_name, status, proxy_port, start_time, alive_time)
    SELECT cluster, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM next
    RETURNING 1)
  SELECT count(*) FROM made
$$),
('UpdateMembershipKey', $$
  WITH next AS (
    UPDATE vad_membership_version SET version = version + 1
    WHERE cluster = @DeploymentId AND version = @Version AND EXISTS (
      SELECT 1 FROM vad_membership WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation)
    RETURNING cluster),
  changed AS (
    UPDATE vad_membership member SET status = @Status, suspect_times = @SuspectTimes, alive_time = @IAmAliveTime
    FROM next WHERE member.cluster = next.cluster AND member.address = @Address AND member.port = @Port AND member.generation = @Generation
    RETURNING 1)
  SELECT count(*) FROM changed
$$),
('UpdateIAmAlivetimeKey', $$
  UPDATE vad_membership SET alive_time = @IAmAliveTime
  WHERE cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$$),
('MembershipReadRowKey', $$
  SELECT list.version AS Version, address AS Address, port AS Port, generation AS Generation, silo_name AS SiloName, host_name AS HostName,
    status AS Status, proxy_port AS ProxyPort, suspect_times AS SuspectTimes, start_time AS StartTime, alive_time AS IAmAliveTime
  FROM vad_membership_version list
  LEFT JOIN vad_membership member ON member.cluster = list.cluster AND address = @Address AND port = @Port AND generation = @Generation
  WHERE list.cluster = @DeploymentId
$$),
('MembershipReadAllKey', $$
  SELECT list.version AS Version, address AS Address, port AS Port, generation AS Generation, silo_name AS SiloName, host_name AS HostName,
    status AS Status, proxy_port AS ProxyPort, suspect_times AS SuspectTimes, start_time AS StartTime, alive_time AS IAmAliveTime
  FROM vad_membership_version list
  LEFT JOIN vad_membership member ON member.cluster = list.cluster
  WHERE list.cluster = @DeploymentId
$$),
('DeleteMembershipTableEntriesKey', $$
  DELETE FROM vad_membership_version WHERE cluster = @DeploymentId
$$),
-- 6 is Orleans' number of the dead
('CleanupDefunctSiloEntriesKey', $$
  DELETE FROM vad_membership WHERE cluster = @DeploymentId AND status = 6 AND alive_time < @IAmAliveTime
$$),
('GatewaysQueryKey', $$
  SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation
  FROM vad_membership WHERE cluster = @DeploymentId AND status = @Status AND proxy_port > 0
$$),
('UpsertReminderRowKey', $$
  INSERT INTO vad_reminder (service, grain, name, hash, start_time, period)
  VALUES (@ServiceId, @GrainId, @ReminderName, @GrainHash, @StartTime, @Period)
  ON CONFLICT (service, grain, name) DO UPDATE
    SET hash = EXCLUDED.hash, start_time = EXCLUDED.start_time, period = EXCLUDED.period, version = vad_reminder.version + 1
  RETURNING version AS Version
$$),
('ReadReminderRowKey', $$
  SELECT grain AS GrainId, name AS ReminderName, start_time AS StartTime, period AS Period, version AS Version
  FROM vad_reminder WHERE service = @ServiceId AND grain = @GrainId AND name = @ReminderName
$$),
('ReadReminderRowsKey', $$
  SELECT grain AS GrainId, name AS ReminderName, start_time AS StartTime, period AS Period, version AS Version
  FROM vad_reminder WHERE service = @ServiceId AND grain = @GrainId
$$),
('ReadRangeRows1Key', $$
  SELECT grain AS GrainId, name AS ReminderName, start_time AS StartTime, period AS Period, version AS Version
  FROM vad_reminder WHERE service = @ServiceId AND hash > @BeginHash AND hash <= @EndHash
$$),
-- a range that goes round the end of the numbers
('ReadRangeRows2Key', $$
  SELECT grain AS GrainId, name AS ReminderName, start_time AS StartTime, period AS Period, version AS Version
  FROM vad_reminder WHERE service = @ServiceId AND (hash > @BeginHash OR hash <= @EndHash)
$$),
('DeleteReminderRowKey', $$
  WITH gone AS (
    DELETE FROM vad_reminder WHERE service = @ServiceId AND grain = @GrainId AND name = @ReminderName AND version = @Version RETURNING 1)
  SELECT count(*) FROM gone
$$),
('DeleteReminderRowsKey', $$
  DELETE FROM vad_reminder WHERE service = @ServiceId
$$)
ON CONFLICT (QueryKey) DO UPDATE SET QueryText = EXCLUDED.QueryText;
