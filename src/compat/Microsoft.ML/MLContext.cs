using System.Collections.Concurrent;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>The entry point: catalogs, seed, log.</summary>
public sealed class MLContext : IHostEnvironmentInternal
{
    private readonly HostEnvironment _environment;
    private readonly ConcurrentDictionary<string, object> _options = new();

    public MLContext(int? seed = null)
    {
        var root = new HostRoot
        {
            Listener = (source, message) => Log?.Invoke(this, new LoggingEventArgs(message.Message, message.Kind, source)),
        };
        _environment = new HostEnvironment(root, seed is { } value ? new Random(value) : new Random());
        Transforms = new TransformsCatalog(this);
        Model = new ModelOperationsCatalog(this);
        Data = new DataOperationsCatalog(this);
        AnomalyDetection = new AnomalyDetectionCatalog(this);
    }

    public event EventHandler<LoggingEventArgs> Log;

    public AnomalyDetectionCatalog AnomalyDetection { get; }

    public TransformsCatalog Transforms { get; }

    public ModelOperationsCatalog Model { get; }

    public DataOperationsCatalog Data { get; }

    public ComponentCatalog ComponentCatalog => _environment.ComponentCatalog;

    public string TempFilePath
    {
        get => _environment.TempFilePath;
        set => _environment.TempFilePath = value;
    }

    public bool FallbackToCpu
    {
        get => _environment.FallbackToCpu;
        set => _environment.FallbackToCpu = value;
    }

    public int? GpuDeviceId
    {
        get => _environment.GpuDeviceId;
        set => _environment.GpuDeviceId = value;
    }

    string IExceptionContext.ContextDescription => _environment.ContextDescription;

    public bool TryAddOption<T>(string name, T value) => _options.TryAdd(name, value);

    public void SetOption<T>(string name, T value) => _options[name] = value;

    public bool TryGetOption<T>(string name, out T value)
    {
        if (_options.TryGetValue(name, out object found))
        {
            value = (T)found;
            return true;
        }
        value = default;
        return false;
    }

    public T GetOptionOrDefault<T>(string name) => TryGetOption(name, out T value) ? value : default;

    public bool RemoveOption(string name) => _options.TryRemove(name, out _);

    IHost IHostEnvironment.Register(string name, int? seed, bool? verbose) => _environment.Register(name, seed, verbose);

    IChannel IChannelProvider.Start(string name) => _environment.Start(name);

    IPipe<TMessage> IChannelProvider.StartPipe<TMessage>(string name) => _environment.StartPipe<TMessage>(name);

    IProgressChannel IProgressChannelProvider.StartProgressChannel(string name) => _environment.StartProgressChannel(name);

    TException IExceptionContext.Process<TException>(TException ex) => _environment.Process(ex);
}
