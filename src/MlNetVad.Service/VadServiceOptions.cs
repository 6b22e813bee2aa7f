namespace MlNetVad.Service;

/// <summary>How the service is set up; the section <c>MlNetVad</c> of the host's configuration is bound to it.</summary>
public sealed class VadServiceOptions
{
    /// <summary>The folder of everything that the service keeps: database, models, pictures and clips of events, keys.</summary>
    public string DataFolder { get; set; } = "mlnetvad-data";

    /// <summary>Folders whose video files and picture folders a camera may name; nothing else on the disk can be named. Empty allows none.</summary>
    public IList<string> MediaFolders { get; } = [];

    /// <summary>A PostgreSQL connection string; null keeps everything in SQLite within <see cref="DataFolder"/>.</summary>
    public string? PostgreSql { get; set; }

    /// <summary>The password of the user <c>admin</c> at the first start; null makes one and writes it to the log once. The environment's MLNETVAD_ADMIN_PASSWORD goes before it.</summary>
    public string? AdministratorPassword { get; set; }

    /// <summary>Bytes that pictures and clips of events may take before the oldest are deleted; at least a megabyte.</summary>
    public long MaximumEventBytes { get; set; } = 10L << 30;

    /// <summary>Bytes that the normal video of one camera may take, which is recorded to train on.</summary>
    public long MaximumTrainingBytes { get; set; } = 10L << 30;

    /// <summary>The words that start the <c>mlnetvad</c> command, which trains in a process of its own; <c>mlnetvad serve</c> names itself.</summary>
    public IReadOnlyList<string> TrainCommand { get; set; } = ["mlnetvad"];

    /// <summary>Minutes of each camera that are kept as its model saw them, so that settings and words can be tried on them; 0 keeps none.</summary>
    public double RecentMinutes { get; set; } = 60;

    /// <summary>Bytes of a video that somebody uploads to replay it, and of all of these together; 0 takes none.</summary>
    public long MaximumUploadBytes { get; set; } = 1L << 30;

    /// <summary>Bytes of the disk that must stay free: before that the oldest events are deleted, recordings end and uploads are refused.</summary>
    public long MinimumFreeBytes { get; set; } = 200L << 20;

    /// <summary>Seconds between two looks at what is too old or too large, and at model files that have changed; above 0.</summary>
    public double HousekeepingSeconds { get; set; } = 30;

    /// <summary>Whether the host speaks HTTP only, as a box at home does: cookies then travel without TLS. Behind a proxy with TLS set it to false.</summary>
    public bool AllowHttp { get; set; } = true;

    /// <summary>
    /// Addresses of the proxies in front, such as <c>10.0.0.2</c>: what these say of who asks, and by http or https, is believed
    /// (X-Forwarded-For, X-Forwarded-Proto), so that the audit log and the limit on logins know the address. Empty believes nobody.
    /// </summary>
    public IList<string> KnownProxies { get; } = [];

    /// <summary>Logins an address may try in a minute; at least 1.</summary>
    public int LoginsPerMinute { get; set; } = 10;

    /// <summary>Frames a second that may be pushed to one camera; at least 1.</summary>
    public int PushesPerSecond { get; set; } = 60;

    /// <summary>Minutes between two messages about a camera to the webhooks, which then tell of all its events since the one before; 0 tells of each event as it begins and ends.</summary>
    public double DigestMinutes { get; set; }

    /// <summary>Events a minute that the host's <c>IChatClient</c>, where one is registered, puts into words at most; 0 asks it nothing.</summary>
    public double WordingsPerMinute { get; set; } = 6;

    /// <summary>Seconds that an attempt of it may take, 0.01 to 3600; there are two.</summary>
    public double WordingSeconds { get; set; } = 30;

    /// <summary>Where MQTT messages go; null for nowhere.</summary>
    public MqttOptions? Mqtt { get; set; }

    /// <summary>Makes two generated cameras and their model at the first start.</summary>
    public bool Demo { get; set; }
}

/// <summary>A broker of MQTT messages.</summary>
public sealed class MqttOptions
{
    /// <summary>Its host name or address.</summary>
    public string Host { get; set; } = "localhost";

    /// <summary>Its port.</summary>
    public int Port { get; set; } = 1883;

    /// <summary>Whether it speaks TLS.</summary>
    public bool Tls { get; set; }

    /// <summary>The user; null for none.</summary>
    public string? User { get; set; }

    /// <summary>The user's password; null for none.</summary>
    public string? Password { get; set; }

    /// <summary>The first word of every topic.</summary>
    public string Topic { get; set; } = "mlnetvad";

    /// <summary>The first word of Home Assistant's discovery topics; empty for no discovery.</summary>
    public string DiscoveryTopic { get; set; } = "homeassistant";
}
