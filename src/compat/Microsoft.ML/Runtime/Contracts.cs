using System.Reflection;

namespace Microsoft.ML.Runtime;

public interface IExceptionContext
{
    string ContextDescription { get; }

    TException Process<TException>(TException ex)
        where TException : Exception;
}

public interface IPipe<TMessage> : IExceptionContext, IDisposable
{
    void Send(TMessage msg);
}

public interface IChannel : IPipe<ChannelMessage>
{
    void Trace(MessageSensitivity sensitivity, string fmt);

    void Trace(MessageSensitivity sensitivity, string fmt, params object[] args);

    void Error(MessageSensitivity sensitivity, string fmt);

    void Error(MessageSensitivity sensitivity, string fmt, params object[] args);

    void Warning(MessageSensitivity sensitivity, string fmt);

    void Warning(MessageSensitivity sensitivity, string fmt, params object[] args);

    void Info(MessageSensitivity sensitivity, string fmt);

    void Info(MessageSensitivity sensitivity, string fmt, params object[] args);
}

public interface IChannelProvider : IExceptionContext
{
    IChannel Start(string name);

    IPipe<TMessage> StartPipe<TMessage>(string name);
}

public interface IHostEnvironment : IChannelProvider, IProgressChannelProvider
{
    ComponentCatalog ComponentCatalog { get; }

    IHost Register(string name, int? seed = null, bool? verbose = null);
}

public interface IHost : IHostEnvironment
{
    Random Rand { get; }
}

/// <summary>What an environment knows beyond its public face.</summary>
internal interface IHostEnvironmentInternal : IHostEnvironment
{
    int? GpuDeviceId { get; set; }

    bool FallbackToCpu { get; set; }

    string TempFilePath { get; set; }
}

public sealed class ComponentCatalog
{
    private readonly HashSet<Assembly> _assemblies = new();

    internal ComponentCatalog()
    {
    }

    public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        lock (_assemblies)
            _assemblies.Add(assembly);
    }

    /// <summary>The assemblies in which contracts are looked for by name.</summary>
    internal IReadOnlyList<Assembly> Assemblies
    {
        get
        {
            lock (_assemblies)
                return _assemblies.ToArray();
        }
    }
}
