using System.Net;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using MlNetVad.Orleans;
using MlNetVad.Orleans.Cameras;
using MlNetVad.Orleans.Store;
using MlNetVad.Service.Cameras;
using MlNetVad.Service.Cluster;

namespace MlNetVad.Service;

/// <summary>Makes a program with cameras one node of many: <c>AddMlNetVadCluster</c> after <c>AddMlNetVad</c>.</summary>
public static class VadClusterExtensions
{
    /// <summary>
    /// Joins the nodes that share the database of <see cref="VadServiceOptions.PostgreSql"/>. Cameras are then watched by whichever node has
    /// room, each by one, and by another when that one dies.
    /// </summary>
    /// <param name="services">The program's services, with <c>AddMlNetVad</c> called before.</param>
    /// <param name="address">Where the other nodes reach this one, as <c>10.0.0.5:11111</c>: an IP address of this machine and a free port. Nobody else should reach it.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="VadException">It is no such address; or, when the program starts, no database is named.</exception>
    public static IServiceCollection AddMlNetVadCluster(this IServiceCollection services, string address)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (!IPEndPoint.TryParse(address, out IPEndPoint? endpoint) || endpoint.Port == 0)
        {
            throw new VadException($"The node's address is '{address}'; give an IP address of this machine and a port, as 10.0.0.5:11111.");
        }

        services.AddVadSilo(endpoint, provider => provider.GetRequiredService<IOptions<VadServiceOptions>>().Value.PostgreSql
            ?? throw new VadException("A node needs the database that all nodes share; set MlNetVad__PostgreSql to a connection string of PostgreSQL."));
        services.AddSingleton<ModelSync>().AddSingleton<ClusterCameras>();
        services.Replace(ServiceDescriptor.Singleton<ICameraKeeper>(provider => provider.GetRequiredService<ClusterCameras>()));
        services.AddSingleton<ICameraHost>(provider => provider.GetRequiredService<ClusterCameras>());
        services.AddHostedService<CameraReporter>();
        services.AddOptions<KeyManagementOptions>().PostConfigure<SharedKeys, VadFolders, ILoggerFactory>((keys, shared, folders, log) =>
            keys.XmlRepository = new DatabaseKeys(shared, new FileSystemXmlRepository(new DirectoryInfo(folders.Keys), log)));
        return services;
    }
}
