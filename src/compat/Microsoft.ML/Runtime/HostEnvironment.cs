namespace Microsoft.ML.Runtime;

/// <summary>What all hosts of one context share.</summary>
internal sealed class HostRoot
{
    public ComponentCatalog Catalog { get; } = new();

    public int? GpuDeviceId { get; set; }

    public bool FallbackToCpu { get; set; } = true;

    public string TempFilePath { get; set; } = Path.GetTempPath();

    /// <summary>Receives every message with the full name of its channel.</summary>
    public Action<string, ChannelMessage> Listener { get; set; }
}

/// <summary>A context's environment or, with a name, a component's host in it.</summary>
internal sealed class HostEnvironment : IHost, IHostEnvironmentInternal
{
    private readonly HostRoot _root;
    private readonly string _fullName;
    private readonly Lock _registering = new();

    public HostEnvironment(HostRoot root, Random rand, string fullName = null)
    {
        _root = root;
        _fullName = fullName;
        Rand = rand;
    }

    public Random Rand { get; }

    public ComponentCatalog ComponentCatalog => _root.Catalog;

    public string ContextDescription => _fullName ?? "HostEnvironment";

    public int? GpuDeviceId
    {
        get => _root.GpuDeviceId;
        set => _root.GpuDeviceId = value;
    }

    public bool FallbackToCpu
    {
        get => _root.FallbackToCpu;
        set => _root.FallbackToCpu = value;
    }

    public string TempFilePath
    {
        get => _root.TempFilePath;
        set => _root.TempFilePath = value;
    }

    // A host's randomness depends on the seed and on the order of registration, on nothing else.
    public IHost Register(string name, int? seed = null, bool? verbose = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        lock (_registering)
            return new HostEnvironment(_root, new Random(seed ?? Rand.Next()), _fullName is null ? name : $"{_fullName}; {name}");
    }

    public IChannel Start(string name) => new Channel(_root, ChannelName(name));

    public IPipe<TMessage> StartPipe<TMessage>(string name)
    {
        if (typeof(TMessage) == typeof(ChannelMessage))
            return (IPipe<TMessage>)Start(name);
        return new SilentPipe<TMessage>(ChannelName(name));
    }

    public IProgressChannel StartProgressChannel(string name) => new SilentProgressChannel();

    public TException Process<TException>(TException ex)
        where TException : Exception => Mark(ex, ContextDescription);

    internal static TException Mark<TException>(TException ex, string context)
        where TException : Exception
    {
        ex.Data["Throwing component"] = context;
        return ex;
    }

    private string ChannelName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _fullName is null ? name : $"{_fullName}; {name}";
    }
}
