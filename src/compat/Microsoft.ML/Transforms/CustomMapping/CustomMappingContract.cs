using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>A custom mapping in a model: the name of its contract and of the assembly in which the contract's class is found.</summary>
internal static class CustomMappingContract
{
    public const string Signature = "CustomMapping";

    public static void Save(ModelSaveContext ctx, string contractName, Delegate mapping)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        if (string.IsNullOrEmpty(contractName))
        {
            throw new InvalidOperationException("Empty contract name for a transform: the transform cannot be saved");
        }

        ctx.Start(Signature);
        ctx.Writer.Write(contractName);
        ctx.Writer.Write((mapping.Method.DeclaringType ?? mapping.GetType()).Assembly.FullName);
    }

    public static ITransformer Load(ModelLoadContext ctx)
    {
        string contractName = ctx.ReadName();
        string assemblyName = ctx.ReadName();
        var type = Find(ctx.Environment.ComponentCatalog, contractName, assemblyName);
        if (Activator.CreateInstance(type) is not ICustomMappingFactory factory)
        {
            throw new InvalidOperationException($"The class with contract '{contractName}' must derive from '{typeof(CustomMappingFactory<,>).FullName}' or from '{typeof(StatefulCustomMappingFactory<,,>).FullName}'.");
        }

        return factory.CreateTransformer(contractName);
    }

    private static Type Find(ComponentCatalog catalog, string contractName, string assemblyName)
    {
        var assemblies = catalog.Assemblies.ToList();
        if (LoadOrNull(assemblyName) is { } named)
        {
            assemblies.Insert(0, named);
        }

        return assemblies.SelectMany(TypesOf).FirstOrDefault(type => Implements(type, contractName))
            ?? throw new InvalidOperationException($"The model uses the custom mapping contract '{contractName}', but no class with this contract was found; reference the assembly '{assemblyName}' or register the one that has it with ComponentCatalog.RegisterAssembly.");
    }

    private static bool Implements(Type type, string contractName) =>
        type.GetCustomAttributes<CustomMappingFactoryAttributeAttribute>(inherit: false).Any(attribute => attribute.ContractName == contractName);

    // A newer build of the assembly than the one that saved the model serves as well, and so does an older one.
    private static Assembly LoadOrNull(string fullName)
    {
        string simpleName = fullName.Split(',')[0];
        foreach (string name in (string[])[fullName, simpleName])
        {
            try
            {
                return Assembly.Load(name);
            }
            catch (Exception error) when (error is IOException or BadImageFormatException or ArgumentException)
            {
                continue;
            }
        }

        return Array.Find(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name == simpleName);
    }

    private static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException error)
        {
            return error.Types.OfType<Type>();
        }
    }
}
