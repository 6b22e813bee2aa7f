using System.Collections.Concurrent;

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
        IEnumerable<Type> types = AppDomain.CurrentDomain.GetAssemblies()
            .Where(a => a.GetName().Name?.StartsWith("MlNetVad", StringComparison.Ordinal) == true)
            .SelectMany(a => a.GetTypes())
            .Where(t => t.IsClass && !t.IsAbstract && t.IsAssignableTo(typeof(IComponentContract)));
        foreach (Type type in types)
        {
            var contract = (IComponentContract)Activator.CreateInstance(type)!;
            if (contract.Name == name)
            {
                return contract;
            }
        }

        throw new VadException(
            $"The model has a part '{name}' that this program does not know; reference the MlNetVad package that has it, or update MlNetVad.");
    }
}
