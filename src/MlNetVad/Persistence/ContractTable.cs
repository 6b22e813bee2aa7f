using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.ML.Transforms;

namespace MlNetVad.Persistence;

/// <summary>Finds a component's contract by name among the MlNetVad assemblies that are loaded.</summary>
internal static class ContractTable
{
    private static readonly ConcurrentDictionary<string, IComponentContract> Found = new();

    /// <summary>The contract of that name.</summary>
    /// <exception cref="VadException">No loaded assembly has it.</exception>
    public static IComponentContract Find(string name) => Found.GetOrAdd(name, Search);

    private static IComponentContract Search(string name)
    {
        // by what is written over a class: to make one of each would load what its assembly needs, libtorch for one
        Type? contract = AppDomain.CurrentDomain.GetAssemblies()
            .Where(a => a.GetName().Name?.StartsWith("MlNetVad", StringComparison.Ordinal) == true)
            .SelectMany(a => a.GetTypes())
            .FirstOrDefault(t => t.IsAssignableTo(typeof(IComponentContract)) && t.GetCustomAttribute<CustomMappingFactoryAttributeAttribute>()?.ContractName == name);
        if (contract is not null)
        {
            return (IComponentContract)Activator.CreateInstance(contract)!;
        }

        throw new VadException(
            $"The model has a part '{name}' that this program does not know; reference the MlNetVad package that has it, or update MlNetVad.");
    }
}
